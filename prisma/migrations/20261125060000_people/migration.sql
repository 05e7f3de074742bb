-- Money between people of this gateway: what one sends to another, and links by which one asks for money.
-- Names of constraints are read by lib/people: keep them.

CREATE TYPE "money_request_state" AS ENUM ('OPEN', 'PAID', 'WITHDRAWN');

CREATE TABLE "money_requests" (
    "token" TEXT NOT NULL,
    "asker_id" UUID NOT NULL,
    "state" "money_request_state" NOT NULL DEFAULT 'OPEN',
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "memo" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "money_requests_pkey" PRIMARY KEY ("token")
);

CREATE INDEX "money_requests_asker_id_created_at_idx" ON "money_requests"("asker_id", "created_at");
ALTER TABLE "money_requests" ADD CONSTRAINT "money_requests_asker_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "person_transfers" (
    "transfer_id" BIGINT NOT NULL,
    "sender_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "send_key" UUID,
    "request_token" TEXT,
    "addressed_to" TEXT,
    "memo" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_transfers_pkey" PRIMARY KEY ("transfer_id")
);

-- A form that is sent twice moves money once; a request is paid once.
CREATE UNIQUE INDEX "person_transfers_sender_id_send_key_key" ON "person_transfers"("sender_id", "send_key");
CREATE UNIQUE INDEX "person_transfers_request_token_key" ON "person_transfers"("request_token");
CREATE INDEX "person_transfers_recipient_id_idx" ON "person_transfers"("recipient_id");
ALTER TABLE "person_transfers" ADD CONSTRAINT "person_transfers_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "person_transfers" ADD CONSTRAINT "person_transfers_sender_id_fkey" FOREIGN KEY ("sender_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "person_transfers" ADD CONSTRAINT "person_transfers_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "person_transfers" ADD CONSTRAINT "person_transfers_request_token_fkey" FOREIGN KEY ("request_token") REFERENCES "money_requests"("token") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE money_requests
  ADD CONSTRAINT money_request_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT money_request_token_form CHECK (token ~ '^[A-Za-z0-9_-]{22}$'),
  ADD CONSTRAINT money_request_memo_short CHECK (length(memo) BETWEEN 1 AND 140),
  ADD CONSTRAINT money_request_ends CHECK (expires_at > created_at AND (state = 'OPEN') = (ended_at IS NULL));

ALTER TABLE person_transfers
  ADD CONSTRAINT person_transfer_to_another CHECK (sender_id <> recipient_id),
  ADD CONSTRAINT person_transfer_memo_short CHECK (length(memo) BETWEEN 1 AND 140),
  -- Either the sender named somebody in a form, or answered a request.
  ADD CONSTRAINT person_transfer_cause CHECK ((send_key IS NULL) = (request_token IS NOT NULL) AND (send_key IS NULL) = (addressed_to IS NULL));

CREATE TRIGGER person_transfers_stay BEFORE UPDATE OR DELETE ON person_transfers FOR EACH ROW EXECUTE FUNCTION ledger_refuse('what one person sent to another is kept as it was');
CREATE TRIGGER person_transfers_stay_all BEFORE TRUNCATE ON person_transfers FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('what one person sent to another is kept as it was');
CREATE TRIGGER money_requests_stay BEFORE DELETE ON money_requests FOR EACH ROW EXECUTE FUNCTION ledger_refuse('requests for money are never deleted');
CREATE TRIGGER money_requests_stay_all BEFORE TRUNCATE ON money_requests FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('requests for money are never deleted');

CREATE FUNCTION money_request_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'OPEN' THEN
      RAISE EXCEPTION 'a request for money starts OPEN' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'OPEN' THEN
    RAISE EXCEPTION 'a request that is % stays so', OLD.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.token, NEW.asker_id, NEW.amount_minor, NEW.currency, NEW.memo, NEW.created_at)
     IS DISTINCT FROM (OLD.token, OLD.asker_id, OLD.amount_minor, OLD.currency, OLD.memo, OLD.created_at) THEN
    RAISE EXCEPTION 'what a request asks for cannot change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER money_request_lifecycle BEFORE INSERT OR UPDATE ON money_requests FOR EACH ROW EXECUTE FUNCTION money_request_lifecycle();

-- At commit: the money went from a wallet of the sender to one of the recipient; when a request was answered, its amount to its asker.
CREATE FUNCTION person_transfer_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE t.id = NEW.transfer_id AND t.state = 'POSTED' AND t.reason = 'PERSON'
      AND d.kind = 'USER_WALLET' AND d.user_id = NEW.sender_id AND c.kind = 'USER_WALLET' AND c.user_id = NEW.recipient_id
      AND (NEW.request_token IS NULL OR EXISTS (SELECT FROM money_requests r WHERE r.token = NEW.request_token AND r.state = 'PAID'
        AND r.asker_id = NEW.recipient_id AND r.amount_minor = t.amount_minor AND r.currency = t.currency))) THEN
    RAISE EXCEPTION 'transfer % did not move money from its sender to its recipient', NEW.transfer_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_transfer_has_books AFTER INSERT ON person_transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION person_transfer_has_books();

CREATE FUNCTION money_request_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM person_transfers p WHERE p.request_token = NEW.token) THEN
    RAISE EXCEPTION 'a request cannot be paid without its money' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER money_request_has_books AFTER UPDATE OF state ON money_requests DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'PAID') EXECUTE FUNCTION money_request_has_books();

-- And such money moves only with the row that says who sent it to whom.
CREATE FUNCTION person_money_has_cause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'POSTED' OR NOT EXISTS (SELECT FROM person_transfers WHERE transfer_id = NEW.id) THEN
    RAISE EXCEPTION 'transfer % moves money between people that nobody sent', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_money_has_cause AFTER INSERT OR UPDATE ON transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reason = 'PERSON') EXECUTE FUNCTION person_money_has_cause();
