CREATE TYPE "refund_status" AS ENUM ('AWAITING_APPROVAL', 'PENDING', 'SUCCEEDED', 'FAILED');
CREATE TYPE "invoice_status" AS ENUM ('DRAFT', 'ISSUED', 'PARTIALLY_PAID', 'PAID');

CREATE TABLE "applications" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "webhook_url" TEXT,
    "success_url" TEXT,
    "cancel_url" TEXT,
    "has_receipts" BOOLEAN NOT NULL DEFAULT true,
    "least_amount_minor" BIGINT NOT NULL DEFAULT 1,
    "most_amount_minor" BIGINT,
    "refund_approval_threshold_minor" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "applications_pkey" PRIMARY KEY ("id"),
    CONSTRAINT application_bounds CHECK (least_amount_minor > 0 AND most_amount_minor >= least_amount_minor AND refund_approval_threshold_minor >= 0)
);

CREATE TABLE "app_credentials" (
    "id" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "key_digest" TEXT NOT NULL,
    "key_ending" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    CONSTRAINT "app_credentials_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "app_credentials_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "app_credentials_key_digest_key" ON "app_credentials"("key_digest");
CREATE INDEX "app_credentials_application_id_idx" ON "app_credentials"("application_id");

CREATE TABLE "app_signing_secrets" (
    "id" BIGSERIAL NOT NULL,
    "application_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    CONSTRAINT "app_signing_secrets_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "app_signing_secrets_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "app_signing_secrets_application_id_idx" ON "app_signing_secrets"("application_id");

CREATE TABLE "invoices" (
    "id" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "token" TEXT NOT NULL,
    "status" "invoice_status" NOT NULL,
    "number" INTEGER,
    "customer_reference" TEXT NOT NULL,
    "customer_email" TEXT,
    "currency" TEXT NOT NULL,
    "line_items" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "due_date" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "issued_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "invoices_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT invoice_amounts CHECK (total_minor >= 0 AND paid_minor >= 0),
    CONSTRAINT invoice_not_overpaid CHECK (paid_minor <= total_minor),
    CONSTRAINT invoice_numbered CHECK ((status = 'DRAFT') = (number IS NULL) AND (number IS NULL) = (issued_at IS NULL)),
    CONSTRAINT invoice_state CHECK (
      CASE status WHEN 'PAID' THEN paid_minor = total_minor AND paid_at IS NOT NULL
        WHEN 'PARTIALLY_PAID' THEN paid_minor > 0 AND paid_minor < total_minor AND paid_at IS NULL
        ELSE paid_minor = 0 AND paid_at IS NULL END)
);
CREATE UNIQUE INDEX "invoices_token_key" ON "invoices"("token");
CREATE UNIQUE INDEX "invoices_application_id_mode_number_key" ON "invoices"("application_id", "mode", "number");

CREATE TABLE "invoice_counters" (
    "application_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "last_number" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "invoice_counters_pkey" PRIMARY KEY ("application_id","mode"),
    CONSTRAINT "invoice_counters_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "idempotency_records" (
    "application_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "http_status" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("application_id","mode","key"),
    CONSTRAINT "idempotency_records_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "idempotency_records_created_at_idx" ON "idempotency_records"("created_at");

CREATE TABLE "app_events" (
    "id" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "announced_at" TIMESTAMPTZ(3),
    CONSTRAINT "app_events_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "app_events_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "app_events_application_id_occurred_at_idx" ON "app_events"("application_id", "occurred_at");
CREATE INDEX app_events_unannounced ON app_events (occurred_at) WHERE announced_at IS NULL;

-- ───────── Payments of applications ─────────

ALTER TABLE "payments" ADD COLUMN "application_id" TEXT,
  ADD CONSTRAINT "payments_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "app_payments" (
    "payment_id" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "mode" "mode" NOT NULL,
    "customer_reference" TEXT NOT NULL,
    "customer_email" TEXT,
    "customer_phone" TEXT,
    "customer_name" TEXT,
    "product_name" TEXT,
    "invoice_id" TEXT,
    "metadata" TEXT,
    "sandbox_outcome" TEXT,
    "sandbox_due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "app_payments_pkey" PRIMARY KEY ("payment_id"),
    CONSTRAINT "app_payments_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "app_payments_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "app_payments_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT sandbox_is_for_tests CHECK ((sandbox_outcome IS NULL AND sandbox_due_at IS NULL) OR mode = 'TEST')
);
CREATE INDEX "app_payments_application_id_mode_customer_reference_created_idx"
  ON "app_payments"("application_id", "mode", "customer_reference", "created_at", "payment_id");
CREATE INDEX "app_payments_invoice_id_idx" ON "app_payments"("invoice_id");
CREATE INDEX sandbox_outcomes_due ON app_payments (sandbox_due_at) WHERE sandbox_due_at IS NOT NULL;

-- ───────── Accounts of applications ─────────

ALTER TABLE "ledger_accounts" ADD COLUMN "application_id" TEXT,
  ADD CONSTRAINT "ledger_accounts_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
DROP INDEX one_account_per_owner;
CREATE UNIQUE INDEX one_account_per_owner ON ledger_accounts (kind, mode, currency, user_id, ocid, application_id) NULLS NOT DISTINCT;
ALTER TABLE ledger_accounts DROP CONSTRAINT account_owner, ADD CONSTRAINT account_owner CHECK (
  CASE kind
    WHEN 'USER_WALLET' THEN user_id IS NOT NULL AND ocid IS NULL AND application_id IS NULL
    WHEN 'APPLICATION' THEN application_id IS NOT NULL AND user_id IS NULL AND ocid IS NULL
    WHEN 'CASH_IN' THEN user_id IS NULL AND ocid IS NULL AND application_id IS NULL
    WHEN 'SUSPENSE' THEN user_id IS NULL AND application_id IS NULL
    ELSE user_id IS NULL AND ocid IS NOT NULL AND application_id IS NULL
  END);

CREATE OR REPLACE FUNCTION ledger_account_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.kind, NEW.mode, NEW.currency, NEW.user_id, NEW.ocid, NEW.application_id)
     IS DISTINCT FROM (OLD.id, OLD.kind, OLD.mode, OLD.currency, OLD.user_id, OLD.ocid, OLD.application_id) THEN
    RAISE EXCEPTION 'the identity of ledger account % cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.balance_minor, NEW.held_minor) IS DISTINCT FROM (OLD.balance_minor, OLD.held_minor)
     AND pg_trigger_depth() < 2 AND current_setting('opencharge.ledger', true) IS DISTINCT FROM 'absorb' THEN
    RAISE EXCEPTION 'the balance of ledger account % changes only by transfers', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

-- ───────── What a payment of an application is, and what has moved for it ─────────

-- Nobody pays in the sandbox: no wallet is touched there.
ALTER TABLE payments DROP CONSTRAINT payment_has_payer,
  ADD CONSTRAINT payment_has_payer CHECK (settled_at IS NULL OR (payer_id IS NULL) = (mode = 'TEST' AND application_id IS NOT NULL));

CREATE FUNCTION payment_keeps_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.application_id IS DISTINCT FROM OLD.application_id THEN
    RAISE EXCEPTION 'whose payment % is cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_keeps_application BEFORE UPDATE OF application_id ON payments FOR EACH ROW EXECUTE FUNCTION payment_keeps_application();

CREATE OR REPLACE FUNCTION payment_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'SUCCEEDED' AND NOT EXISTS (
    SELECT 1 FROM transfers t JOIN ledger_accounts a ON a.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE t.payment_id = NEW.id AND t.reason = 'PAYMENT' AND t.state = 'POSTED'
      AND t.amount_minor = NEW.amount_minor AND t.currency = NEW.currency AND t.mode = NEW.mode
      AND (NEW.application_id IS NULL OR c.application_id = NEW.application_id)
      AND CASE WHEN NEW.payer_id IS NULL THEN a.kind = 'CASH_IN'
        ELSE a.user_id = NEW.payer_id AND EXISTS (SELECT FROM proofs p WHERE p.payment_id = NEW.id AND p.settles) END) THEN
    RAISE EXCEPTION 'payment % cannot succeed without its posted transfer and its proof', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.status IN ('FAILED', 'CANCELLED', 'EXPIRED') AND EXISTS (
    SELECT 1 FROM transfers t WHERE t.payment_id = NEW.id AND t.reason = 'PAYMENT' AND t.state <> 'VOIDED') THEN
    RAISE EXCEPTION 'payment % cannot end as % while money is held or moved for it', NEW.id, NEW.status USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER app_payments_stay BEFORE DELETE ON app_payments FOR EACH ROW EXECUTE FUNCTION ledger_refuse('payments are never deleted');
CREATE FUNCTION app_payment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Only the sandbox's plan is ever over.
  IF to_jsonb(NEW) - 'sandbox_due_at' IS DISTINCT FROM to_jsonb(OLD) - 'sandbox_due_at' THEN
    RAISE EXCEPTION 'what was said of payment % cannot change', OLD.payment_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER app_payment_stays BEFORE UPDATE ON app_payments FOR EACH ROW EXECUTE FUNCTION app_payment_stays();

-- ───────── Events: told by the commit that makes them true ─────────

CREATE FUNCTION tell_application(application text, whose mode, what text, subject text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE event text := 'evt_' || replace(gen_random_uuid()::text, '-', '');
BEGIN
  INSERT INTO app_events (id, application_id, mode, type, subject_id) VALUES (event, application, whose, what, subject);
  PERFORM graphile_worker.add_job('announce', json_build_object('eventId', event), max_attempts := 100, job_key := 'announce:' || event);
END $$;

CREATE FUNCTION payment_tells_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_application(NEW.application_id, NEW.mode, 'payment.' || lower(NEW.status::text), NEW.id);
  IF NEW.status = 'SUCCEEDED' THEN
    UPDATE invoices i SET paid_minor = i.paid_minor + NEW.amount_minor, updated_at = now(),
      status = CASE WHEN i.paid_minor + NEW.amount_minor >= i.total_minor THEN 'PAID' ELSE 'PARTIALLY_PAID' END::invoice_status,
      paid_at = CASE WHEN i.paid_minor + NEW.amount_minor >= i.total_minor THEN now() END
    FROM app_payments a WHERE a.payment_id = NEW.id AND i.id = a.invoice_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payment_tells_application AFTER UPDATE OF status ON payments FOR EACH ROW
  WHEN (NEW.application_id IS NOT NULL AND NEW.status <> OLD.status AND NEW.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'))
  EXECUTE FUNCTION payment_tells_application();

CREATE FUNCTION app_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'announced_at' IS DISTINCT FROM to_jsonb(OLD) - 'announced_at' THEN
    RAISE EXCEPTION 'event % cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER app_event_stays BEFORE UPDATE ON app_events FOR EACH ROW EXECUTE FUNCTION app_event_stays();
CREATE TRIGGER app_events_stay BEFORE DELETE ON app_events FOR EACH ROW EXECUTE FUNCTION ledger_refuse('what an application is to hear of is never forgotten');

ALTER TABLE "deliveries" ALTER COLUMN "receiver_ocid" DROP NOT NULL, ADD COLUMN "application_id" TEXT,
  ADD CONSTRAINT "deliveries_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT delivery_has_receiver CHECK (num_nonnulls(receiver_ocid, application_id) = 1);

CREATE OR REPLACE FUNCTION delivery_body_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.body, NEW.receiver_ocid, NEW.application_id, NEW.payment_id) IS DISTINCT FROM (OLD.body, OLD.receiver_ocid, OLD.application_id, OLD.payment_id) THEN
    RAISE EXCEPTION 'the content of delivery % cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

-- ───────── Refunds ─────────

CREATE TABLE "refunds" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "status" "refund_status" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "reason" TEXT,
    "requested_by" TEXT NOT NULL,
    "approved_by" TEXT,
    "failure_code" TEXT,
    "transfer_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "refunds_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT refund_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT refund_moved CHECK ((status = 'SUCCEEDED') = (transfer_id IS NOT NULL)),
    CONSTRAINT refund_ended CHECK ((status IN ('SUCCEEDED', 'FAILED')) = (ended_at IS NOT NULL)),
    CONSTRAINT refund_failure CHECK ((status = 'FAILED') = (failure_code IS NOT NULL)),
    CONSTRAINT refund_has_two_people CHECK (approved_by <> requested_by)
);
CREATE UNIQUE INDEX "refunds_transfer_id_key" ON "refunds"("transfer_id");
CREATE INDEX "refunds_payment_id_idx" ON "refunds"("payment_id");
CREATE INDEX "refunds_status_created_at_idx" ON "refunds"("status", "created_at");

-- All refunds of a payment stand behind its lock: two at once are counted one after the other.
CREATE FUNCTION refund_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  paid payments%ROWTYPE;
  taken bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.payment_id, NEW.amount_minor, NEW.reason, NEW.requested_by, NEW.created_at)
       IS DISTINCT FROM (OLD.id, OLD.payment_id, OLD.amount_minor, OLD.reason, OLD.requested_by, OLD.created_at) THEN
      RAISE EXCEPTION 'what refund % is cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.status, NEW.status) NOT IN (('AWAITING_APPROVAL', 'PENDING'), ('AWAITING_APPROVAL', 'FAILED'), ('PENDING', 'SUCCEEDED'), ('PENDING', 'FAILED')) THEN
      RAISE EXCEPTION 'refund % cannot go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status NOT IN ('AWAITING_APPROVAL', 'PENDING') THEN
    RAISE EXCEPTION 'a refund starts AWAITING_APPROVAL or PENDING' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT * INTO paid FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  IF paid.settled_at IS NULL THEN
    RAISE EXCEPTION 'payment % is not paid: there is nothing to refund', NEW.payment_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'refund_of_a_paid_payment';
  END IF;
  SELECT coalesce(sum(amount_minor), 0) INTO taken FROM refunds WHERE payment_id = NEW.payment_id AND status <> 'FAILED';
  IF taken + NEW.amount_minor > paid.amount_minor THEN
    RAISE EXCEPTION 'payment % has % left to refund', NEW.payment_id, paid.amount_minor - taken USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'refund_within_payment';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refund_lifecycle BEFORE INSERT OR UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION refund_lifecycle();
CREATE TRIGGER refunds_stay BEFORE DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION ledger_refuse('refunds are never deleted');
CREATE TRIGGER refunds_stay_all BEFORE TRUNCATE ON refunds FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('refunds are never deleted');

-- A refund that succeeded moves its payment on, and whoever's API key it came by hears of it.
CREATE FUNCTION refund_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  paid payments%ROWTYPE;
  returned bigint;
BEGIN
  SELECT * INTO paid FROM payments WHERE id = NEW.payment_id;
  IF NEW.status = 'SUCCEEDED' THEN
    SELECT sum(amount_minor) INTO returned FROM refunds WHERE payment_id = NEW.payment_id AND status = 'SUCCEEDED';
    UPDATE payments SET status = CASE WHEN returned >= amount_minor THEN 'REFUNDED' ELSE 'PARTIALLY_REFUNDED' END::payment_status, updated_at = now()
      WHERE id = NEW.payment_id;
  END IF;
  IF paid.application_id IS NOT NULL THEN
    PERFORM tell_application(paid.application_id, paid.mode, 'refund.' || lower(NEW.status::text), NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER refund_ends AFTER UPDATE OF status ON refunds FOR EACH ROW WHEN (NEW.status IN ('SUCCEEDED', 'FAILED')) EXECUTE FUNCTION refund_ends();

-- At commit: a refund that succeeded has its posted transfer of that amount, from whoever was paid back to the wallet that paid.
CREATE FUNCTION refund_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM transfers t JOIN transfers o ON o.payment_id = NEW.payment_id AND o.reason = 'PAYMENT' AND o.state = 'POSTED'
    WHERE t.id = NEW.transfer_id AND t.payment_id = NEW.payment_id AND t.reason = 'REFUND' AND t.state = 'POSTED' AND t.amount_minor = NEW.amount_minor
      AND t.currency = o.currency AND t.mode = o.mode AND t.credit_account_id = o.debit_account_id AND t.debit_account_id = o.credit_account_id) THEN
    RAISE EXCEPTION 'refund % cannot succeed without its posted transfer', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refund_has_books AFTER UPDATE OF status ON refunds DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'SUCCEEDED') EXECUTE FUNCTION refund_has_books();

CREATE FUNCTION refund_transfer_has_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM refunds WHERE transfer_id = NEW.id) THEN
    RAISE EXCEPTION 'transfer % gives money back without a refund', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refund_transfer_has_refund AFTER INSERT OR UPDATE ON transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reason = 'REFUND') EXECUTE FUNCTION refund_transfer_has_refund();

-- ───────── Invoices ─────────

CREATE FUNCTION invoice_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.application_id, NEW.mode, NEW.token, NEW.customer_reference, NEW.customer_email, NEW.currency, NEW.line_items, NEW.total_minor, NEW.due_date, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.application_id, OLD.mode, OLD.token, OLD.customer_reference, OLD.customer_email, OLD.currency, OLD.line_items, OLD.total_minor, OLD.due_date, OLD.created_at)
     OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number) THEN
    RAISE EXCEPTION 'what invoice % says cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.paid_minor < OLD.paid_minor OR NEW.status < OLD.status THEN
    RAISE EXCEPTION 'invoice % cannot go back from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_lifecycle BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION invoice_lifecycle();
CREATE TRIGGER invoices_stay BEFORE DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION ledger_refuse('an invoice is never deleted: its number would be missing');

CREATE FUNCTION invoice_tells_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_application(NEW.application_id, NEW.mode, 'invoice.paid', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER invoice_tells_application AFTER UPDATE OF status ON invoices FOR EACH ROW WHEN (NEW.status = 'PAID' AND OLD.status <> 'PAID')
  EXECUTE FUNCTION invoice_tells_application();
