-- Public pages that tell of one payment (lib/receipts). The token is all that leads there.

CREATE TABLE "receipts" (
    "token" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipts_pkey" PRIMARY KEY ("token")
);

CREATE UNIQUE INDEX "receipts_payment_id_key" ON "receipts"("payment_id");

ALTER TABLE "receipts" ADD CONSTRAINT "receipts_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- 128 random bits, in base64url.
ALTER TABLE receipts ADD CONSTRAINT receipt_token_form CHECK (token ~ '^[A-Za-z0-9_-]{22}$');

CREATE FUNCTION receipt_of_a_paid_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM payments WHERE id = NEW.payment_id AND payer_id IS NOT NULL
      AND status IN ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')) THEN
    RAISE EXCEPTION 'payment % is not paid: there is no receipt of it', NEW.payment_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipt_of_a_paid_payment BEFORE INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION receipt_of_a_paid_payment();

-- Receipts are printed and sent: an address that was given out leads to the same payment for ever.
CREATE TRIGGER receipts_stay BEFORE UPDATE OR DELETE ON receipts FOR EACH ROW EXECUTE FUNCTION ledger_refuse('a receipt that was given out stays');
CREATE TRIGGER receipts_stay_all BEFORE TRUNCATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a receipt that was given out stays');
