-- Our own proof that the money went back. The sandbox signs nothing.
ALTER TABLE "refunds" ADD COLUMN "proof_txid" TEXT,
  ADD CONSTRAINT refund_proved CHECK (proof_txid IS NULL OR status = 'SUCCEEDED');

-- At commit: a refund that succeeded has its posted transfer of that amount, from whoever was paid back to the wallet that paid, and its proof.
CREATE OR REPLACE FUNCTION refund_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM transfers t JOIN transfers o ON o.payment_id = NEW.payment_id AND o.reason = 'PAYMENT' AND o.state = 'POSTED'
    WHERE t.id = NEW.transfer_id AND t.payment_id = NEW.payment_id AND t.reason = 'REFUND' AND t.state = 'POSTED' AND t.amount_minor = NEW.amount_minor
      AND t.currency = o.currency AND t.mode = o.mode AND t.credit_account_id = o.debit_account_id AND t.debit_account_id = o.credit_account_id) THEN
    RAISE EXCEPTION 'refund % cannot succeed without its posted transfer', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM payments p WHERE p.id = NEW.payment_id AND CASE p.mode WHEN 'TEST' THEN NEW.proof_txid IS NULL
      ELSE EXISTS (SELECT 1 FROM proofs q WHERE q.payment_id = p.id AND q.txid = NEW.proof_txid AND NOT q.settles) END) THEN
    RAISE EXCEPTION 'refund % cannot succeed without its proof', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
