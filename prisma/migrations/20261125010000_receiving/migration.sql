-- The receiving side of the protocol (section 5): what partners move with us, what we are told was moved to us, what merchants ask for.
-- Names of constraints are read by lib/receiving: keep them.

-- ───────── Who can be named as a recipient ─────────

ALTER TABLE "partners" ADD COLUMN "merchant_account" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "users"
  ADD COLUMN "ocid" BIGINT,
  ADD COLUMN "reference" TEXT NOT NULL DEFAULT ('u_'::text || substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 1, 20));

CREATE UNIQUE INDEX "users_ocid_key" ON "users"("ocid");
CREATE UNIQUE INDEX "users_reference_key" ON "users"("reference");

-- A reference must not be taken for what else a transfer to us can name: a payment's txid, or the word for a reserve.
ALTER TABLE users ADD CONSTRAINT user_reference_form
  CHECK (reference ~ '^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$' AND reference !~ '^tx_' AND reference <> 'reserve');

-- Others keep a person's reference for years: it never leads to somebody else.
CREATE FUNCTION user_is_named_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reference <> OLD.reference OR (OLD.ocid IS NOT NULL AND NEW.ocid IS DISTINCT FROM OLD.ocid) THEN
    RAISE EXCEPTION 'the name under which user % receives money cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER user_is_named_once BEFORE UPDATE OF reference, ocid ON users FOR EACH ROW EXECUTE FUNCTION user_is_named_once();

-- ───────── Transfers that partners order ─────────

CREATE TABLE "partner_transfers" (
    "txid" TEXT NOT NULL,
    "issuer" BIGINT NOT NULL,
    "caller_ocid" BIGINT NOT NULL,
    "reference" TEXT,
    "idempotency_key" TEXT,
    "request_text" TEXT NOT NULL,
    "transfer_id" BIGINT NOT NULL,
    "delivery_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_transfers_pkey" PRIMARY KEY ("issuer","txid")
);

CREATE UNIQUE INDEX "partner_transfers_transfer_id_key" ON "partner_transfers"("transfer_id");
CREATE UNIQUE INDEX "partner_transfers_delivery_id_key" ON "partner_transfers"("delivery_id");
-- What is asked for twice is done once, also when it is asked for at the same moment.
CREATE UNIQUE INDEX one_transfer_per_reference ON partner_transfers (caller_ocid, reference);
CREATE UNIQUE INDEX one_transfer_per_key ON partner_transfers (caller_ocid, idempotency_key);

ALTER TABLE "partner_transfers" ADD CONSTRAINT "partner_transfers_issuer_txid_fkey" FOREIGN KEY ("issuer", "txid") REFERENCES "proofs"("issuer", "txid") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "partner_transfers" ADD CONSTRAINT "partner_transfers_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "partner_transfers" ADD CONSTRAINT "partner_transfers_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TRIGGER partner_transfers_stay BEFORE UPDATE OR DELETE ON partner_transfers FOR EACH ROW EXECUTE FUNCTION ledger_refuse('a transfer that a partner ordered is kept as it was');
CREATE TRIGGER partner_transfers_stay_all BEFORE TRUNCATE ON partner_transfers FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a transfer that a partner ordered is kept as it was');

-- At commit: it has moved money out of the caller's own reserve, by our proof, and whoever was credited will be told.
CREATE FUNCTION partner_transfer_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id, proofs p
    WHERE t.id = NEW.transfer_id AND t.state = 'POSTED' AND t.reason = 'PARTNER_TRANSFER'
      AND d.kind = 'PARTNER_RESERVE' AND d.ocid = NEW.caller_ocid
      AND p.issuer = NEW.issuer AND p.txid = NEW.txid AND p.from_ocid = NEW.caller_ocid
      AND (p.to_ocid = NEW.issuer) = (NEW.delivery_id IS NULL)) THEN
    RAISE EXCEPTION 'partner transfer % has not moved money out of the reserve of %', NEW.txid, NEW.caller_ocid USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER partner_transfer_has_books AFTER INSERT ON partner_transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION partner_transfer_has_books();

-- ───────── Payments that merchants ask for ─────────

CREATE TYPE "incoming_payment_status" AS ENUM ('PENDING', 'COMPLETED');

CREATE TABLE "incoming_payments" (
    "txid" TEXT NOT NULL,
    "status" "incoming_payment_status" NOT NULL DEFAULT 'PENDING',
    "caller_ocid" BIGINT NOT NULL,
    "merchant_ocid" BIGINT NOT NULL,
    "merchant_kind" "account_kind" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "accepts" BIGINT[],
    "idempotency_key" TEXT,
    "request_text" TEXT NOT NULL,
    "delivery_id" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "incoming_payments_pkey" PRIMARY KEY ("txid")
);

CREATE UNIQUE INDEX "incoming_payments_delivery_id_key" ON "incoming_payments"("delivery_id");
CREATE UNIQUE INDEX one_incoming_payment_per_key ON incoming_payments (caller_ocid, idempotency_key);

ALTER TABLE "incoming_payments" ADD CONSTRAINT "incoming_payments_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE incoming_payments
  ADD CONSTRAINT incoming_payment_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT incoming_payment_to_a_merchant CHECK (merchant_kind IN ('MERCHANT', 'MERCHANT_GATEWAY')),
  ADD CONSTRAINT incoming_payment_completed CHECK (
    (status = 'COMPLETED') = (completed_at IS NOT NULL) AND (status = 'COMPLETED') = (delivery_id IS NOT NULL));

CREATE FUNCTION incoming_payment_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'PENDING' THEN
      RAISE EXCEPTION 'an incoming payment starts PENDING' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.txid, NEW.caller_ocid, NEW.merchant_ocid, NEW.merchant_kind, NEW.amount_minor, NEW.currency, NEW.accepts, NEW.idempotency_key, NEW.request_text, NEW.created_at)
     IS DISTINCT FROM
     (OLD.txid, OLD.caller_ocid, OLD.merchant_ocid, OLD.merchant_kind, OLD.amount_minor, OLD.currency, OLD.accepts, OLD.idempotency_key, OLD.request_text, OLD.created_at) THEN
    RAISE EXCEPTION 'what incoming payment % is for cannot change', OLD.txid USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.status = 'COMPLETED' THEN
    RAISE EXCEPTION 'incoming payment % is completed and stays so', OLD.txid USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER incoming_payment_lifecycle BEFORE INSERT OR UPDATE ON incoming_payments FOR EACH ROW EXECUTE FUNCTION incoming_payment_lifecycle();
CREATE TRIGGER incoming_payments_stay BEFORE DELETE ON incoming_payments FOR EACH ROW EXECUTE FUNCTION ledger_refuse('incoming payments are never deleted');
CREATE TRIGGER incoming_payments_stay_all BEFORE TRUNCATE ON incoming_payments FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('incoming payments are never deleted');

-- ───────── Proofs of others, as money ─────────

CREATE TYPE "receipt_kind" AS ENUM ('WALLET', 'PAYMENT', 'RESERVE', 'UNMATCHED');

CREATE TABLE "received_proofs" (
    "issuer" BIGINT NOT NULL,
    "txid" TEXT NOT NULL,
    "kind" "receipt_kind" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "transfer_id" BIGINT NOT NULL,
    "incoming_txid" TEXT,
    "assigned_transfer_id" BIGINT,
    "assigned_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "received_proofs_pkey" PRIMARY KEY ("issuer", "txid")
);

CREATE UNIQUE INDEX "received_proofs_transfer_id_key" ON "received_proofs"("transfer_id");
CREATE UNIQUE INDEX "received_proofs_incoming_txid_key" ON "received_proofs"("incoming_txid");
CREATE UNIQUE INDEX "received_proofs_assigned_transfer_id_key" ON "received_proofs"("assigned_transfer_id");
CREATE INDEX received_proofs_unmatched ON received_proofs (received_at) WHERE kind = 'UNMATCHED' AND assigned_at IS NULL;

ALTER TABLE "received_proofs" ADD CONSTRAINT "received_proofs_issuer_txid_fkey" FOREIGN KEY ("issuer", "txid") REFERENCES "proofs"("issuer", "txid") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "received_proofs" ADD CONSTRAINT "received_proofs_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "received_proofs" ADD CONSTRAINT "received_proofs_incoming_txid_fkey" FOREIGN KEY ("incoming_txid") REFERENCES "incoming_payments"("txid") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "received_proofs" ADD CONSTRAINT "received_proofs_assigned_transfer_id_fkey" FOREIGN KEY ("assigned_transfer_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE received_proofs
  ADD CONSTRAINT received_proof_of_a_payment CHECK ((kind = 'PAYMENT') = (incoming_txid IS NOT NULL)),
  ADD CONSTRAINT received_proof_assigned CHECK (
    (assigned_transfer_id IS NULL) = (assigned_at IS NULL) AND (kind = 'UNMATCHED' OR assigned_at IS NULL));

-- A proof is booked once and stays so; one that nobody could be credited for is assigned by the operator, once.
CREATE FUNCTION received_proof_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.assigned_at IS NOT NULL
     OR (NEW.issuer, NEW.txid, NEW.kind, NEW.amount_minor, NEW.currency, NEW.transfer_id, NEW.incoming_txid, NEW.received_at)
        IS DISTINCT FROM
        (OLD.issuer, OLD.txid, OLD.kind, OLD.amount_minor, OLD.currency, OLD.transfer_id, OLD.incoming_txid, OLD.received_at) THEN
    RAISE EXCEPTION 'received proof % of % is booked: it can be assigned once, and nothing else', OLD.txid, OLD.issuer USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER received_proof_stays BEFORE UPDATE ON received_proofs FOR EACH ROW EXECUTE FUNCTION received_proof_stays();
CREATE TRIGGER received_proofs_stay BEFORE DELETE ON received_proofs FOR EACH ROW EXECUTE FUNCTION ledger_refuse('received money is never forgotten');
CREATE TRIGGER received_proofs_stay_all BEFORE TRUNCATE ON received_proofs FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('received money is never forgotten');

-- At commit: its amount stands on our reserve at the issuer and on the account that it is for; what was assigned left suspense.
CREATE FUNCTION received_proof_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE t.id = NEW.transfer_id AND t.state = 'POSTED' AND t.reason = 'RECEIPT' AND t.amount_minor = NEW.amount_minor AND t.currency = NEW.currency
      AND d.kind = 'OUR_RESERVE' AND d.ocid = NEW.issuer
      AND CASE NEW.kind
        WHEN 'WALLET' THEN c.kind = 'USER_WALLET'
        WHEN 'PAYMENT' THEN (c.kind, c.ocid) = (SELECT i.merchant_kind, i.merchant_ocid FROM incoming_payments i WHERE i.txid = NEW.incoming_txid)
        WHEN 'RESERVE' THEN c.kind = 'PARTNER_RESERVE'
        ELSE c.kind = 'SUSPENSE'
      END) THEN
    RAISE EXCEPTION 'received proof % of % has no posted transfer of its amount', NEW.txid, NEW.issuer USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.assigned_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM transfers a JOIN transfers t ON t.id = NEW.transfer_id AND t.credit_account_id = a.debit_account_id
    WHERE a.id = NEW.assigned_transfer_id AND a.state = 'POSTED' AND a.reason = 'ASSIGNMENT' AND a.amount_minor = NEW.amount_minor) THEN
    RAISE EXCEPTION 'received proof % of % was assigned without its money', NEW.txid, NEW.issuer USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER received_proof_has_books AFTER INSERT OR UPDATE ON received_proofs DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION received_proof_has_books();

-- At commit: a completed payment was credited by one received proof of exactly its amount, and our own proof to its merchant says so.
CREATE FUNCTION incoming_payment_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM received_proofs r WHERE r.incoming_txid = NEW.txid AND r.amount_minor = NEW.amount_minor AND r.currency = NEW.currency)
     OR NOT EXISTS (
    SELECT 1 FROM proofs p JOIN deliveries d ON d.id = NEW.delivery_id AND d.receiver_ocid = NEW.merchant_ocid
    WHERE p.txid = NEW.txid AND p.to_ocid = NEW.merchant_ocid) THEN
    RAISE EXCEPTION 'incoming payment % cannot be completed without its credit and its proof', NEW.txid USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER incoming_payment_has_books AFTER UPDATE OF status ON incoming_payments DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'COMPLETED') EXECUTE FUNCTION incoming_payment_has_books();

-- And such money moves only with the row that says why.
CREATE FUNCTION receiving_transfer_has_cause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'POSTED' OR NOT (CASE NEW.reason
    WHEN 'PARTNER_TRANSFER' THEN EXISTS (SELECT 1 FROM partner_transfers WHERE transfer_id = NEW.id)
    WHEN 'RECEIPT' THEN EXISTS (SELECT 1 FROM received_proofs WHERE transfer_id = NEW.id)
    ELSE EXISTS (SELECT 1 FROM received_proofs WHERE assigned_transfer_id = NEW.id) END) THEN
    RAISE EXCEPTION 'transfer % (%) moves money that nobody ordered', NEW.id, NEW.reason USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER receiving_transfer_has_cause AFTER INSERT OR UPDATE ON transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reason IN ('PARTNER_TRANSFER', 'RECEIPT', 'ASSIGNMENT')) EXECUTE FUNCTION receiving_transfer_has_cause();
