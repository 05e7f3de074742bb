-- What is swept every minute is found without reading what stays: sessions that are over, and codes that nobody used.
CREATE INDEX "sessions_expires_idx" ON "sessions"("expires");
DROP INDEX "shown_codes_expires_at_idx";
DROP INDEX "shown_codes_checkout_session_id_idx";
CREATE INDEX "shown_codes_checkout_session_id_expires_at_idx" ON "shown_codes"("checkout_session_id", "expires_at");
