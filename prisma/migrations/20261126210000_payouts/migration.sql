-- Money that left the gateway by the operator's hand, and what of it came back. Names of constraints are read by lib/payouts: keep them.

CREATE TABLE "payouts" (
    "transfer_id" BIGINT NOT NULL,
    "account_id" BIGINT NOT NULL,
    "reference" TEXT NOT NULL,
    "paid_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "return_transfer_id" BIGINT,

    CONSTRAINT "payouts_pkey" PRIMARY KEY ("transfer_id")
);

-- What the payment order is called outside: the same one is not booked twice.
CREATE UNIQUE INDEX "payouts_account_id_reference_key" ON "payouts"("account_id", "reference");
CREATE UNIQUE INDEX "payouts_return_transfer_id_key" ON "payouts"("return_transfer_id");
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "ledger_accounts"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_return_transfer_id_fkey" FOREIGN KEY ("return_transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE payouts ADD CONSTRAINT payout_reference_form CHECK (length(reference) BETWEEN 3 AND 100 AND reference = btrim(reference));

CREATE TRIGGER payouts_stay BEFORE DELETE ON payouts FOR EACH ROW EXECUTE FUNCTION ledger_refuse('payouts are kept as they were');
CREATE TRIGGER payouts_stay_all BEFORE TRUNCATE ON payouts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('payouts are kept as they were');

CREATE FUNCTION payout_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.return_transfer_id IS NOT NULL OR (NEW.transfer_id, NEW.account_id, NEW.reference, NEW.paid_by, NEW.created_at)
     IS DISTINCT FROM (OLD.transfer_id, OLD.account_id, OLD.reference, OLD.paid_by, OLD.created_at) THEN
    RAISE EXCEPTION 'payouts are kept as they were, and come back once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_lifecycle BEFORE UPDATE ON payouts FOR EACH ROW EXECUTE FUNCTION payout_lifecycle();

-- At commit: the money went from the account, which is somebody's whom we owe, to cash-in, which then stands for so much less outside;
-- and what came back is all of it, the same way.
CREATE FUNCTION payout_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE t.id = NEW.transfer_id AND t.state = 'POSTED' AND t.reason = 'PAYOUT' AND t.mode = 'LIVE' AND d.id = NEW.account_id
      AND d.kind IN ('USER_WALLET', 'MERCHANT', 'MERCHANT_GATEWAY', 'APPLICATION') AND c.kind = 'CASH_IN'
      AND (NEW.return_transfer_id IS NULL OR EXISTS (SELECT FROM transfers b WHERE b.id = NEW.return_transfer_id AND b.state = 'POSTED'
        AND b.reason = 'PAYOUT_RETURN' AND b.amount_minor = t.amount_minor AND b.debit_account_id = t.credit_account_id
        AND b.credit_account_id = t.debit_account_id))) THEN
    RAISE EXCEPTION 'transfer % did not pay out of account %', NEW.transfer_id, NEW.account_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payout_has_books AFTER INSERT OR UPDATE ON payouts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION payout_has_books();

-- And such money moves only with the row that says what it is called outside.
CREATE FUNCTION payout_money_has_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'POSTED' OR NOT EXISTS (SELECT FROM payouts
    WHERE CASE NEW.reason WHEN 'PAYOUT' THEN transfer_id ELSE return_transfer_id END = NEW.id) THEN
    RAISE EXCEPTION 'transfer % pays money out that nobody paid out', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payout_money_has_row AFTER INSERT OR UPDATE ON transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reason IN ('PAYOUT', 'PAYOUT_RETURN')) EXECUTE FUNCTION payout_money_has_row();
