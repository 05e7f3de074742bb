-- A merchant may bring an order again, to the code that the same person shows next: it is still one order with one page.
DROP INDEX "shown_codes_checkout_session_id_key";
CREATE INDEX "shown_codes_checkout_session_id_idx" ON "shown_codes"("checkout_session_id");
