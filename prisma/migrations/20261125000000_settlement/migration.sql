-- Settlement through other gateways: what is under way is rows, so that any process can go on from them.

-- CreateEnum
CREATE TYPE "settlement_state" AS ENUM ('ACTIVE', 'SETTLED', 'ABANDONED', 'NEEDS_OPERATOR', 'GIVEN_UP');
CREATE TYPE "settlement_step_kind" AS ENUM ('PAYMENT_CREATE', 'TRANSFER_CREATE', 'PAYMENT_SETTLE');
CREATE TYPE "settlement_step_state" AS ENUM ('PLANNED', 'CALLED', 'UNKNOWN', 'DONE', 'REFUSED');
CREATE TYPE "signing_key_state" AS ENUM ('NEXT', 'SIGNING', 'RETIRED');
ALTER TYPE "delivery_status" ADD VALUE 'DECLINED';

-- AlterTable
ALTER TABLE "payments" ADD COLUMN "paying_since" TIMESTAMPTZ(3);
ALTER TABLE "deliveries" ADD COLUMN "relayed" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "settlements" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "strategy" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "hold_id" BIGINT NOT NULL,
    "state" "settlement_state" NOT NULL DEFAULT 'ACTIVE',
    "reason" TEXT,
    "lease_owner" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "patient_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "settlements_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "settlement_steps" (
    "settlement_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" "settlement_step_kind" NOT NULL,
    "peer_ocid" BIGINT NOT NULL,
    "reference" TEXT NOT NULL,
    "state" "settlement_step_state" NOT NULL DEFAULT 'PLANNED',
    "body" TEXT,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "first_called_at" TIMESTAMPTZ(3),
    "last_called_at" TIMESTAMPTZ(3),
    "last_unknown_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_failure" TEXT,
    "peer_txid" TEXT,
    "proof_issuer" BIGINT,
    "proof_txid" TEXT,

    CONSTRAINT "settlement_steps_pkey" PRIMARY KEY ("settlement_id","ordinal")
);

CREATE TABLE "peer_health" (
    "ocid" BIGINT NOT NULL,
    "failure_count" INTEGER NOT NULL,
    "failing_since" TIMESTAMPTZ(3) NOT NULL,
    "last_failure" TEXT NOT NULL,
    "retry_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "peer_health_pkey" PRIMARY KEY ("ocid")
);

CREATE TABLE "reserve_thresholds" (
    "ocid" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "low_minor" BIGINT NOT NULL,
    "empty_minor" BIGINT NOT NULL,

    CONSTRAINT "reserve_thresholds_pkey" PRIMARY KEY ("ocid","currency")
);

CREATE TABLE "signing_keys" (
    "public_key" TEXT NOT NULL,
    "state" "signing_key_state" NOT NULL,
    "signed_from" TIMESTAMPTZ(3),
    "signed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("public_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "settlements_payment_id_attempt_key" ON "settlements"("payment_id", "attempt");
CREATE UNIQUE INDEX "settlement_steps_peer_ocid_reference_key" ON "settlement_steps"("peer_ocid", "reference");

-- AddForeignKey
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_hold_id_fkey" FOREIGN KEY ("hold_id") REFERENCES "transfers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "settlement_steps" ADD CONSTRAINT "settlement_steps_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "settlement_steps" ADD CONSTRAINT "settlement_steps_proof_issuer_proof_txid_fkey" FOREIGN KEY ("proof_issuer", "proof_txid") REFERENCES "proofs"("issuer", "txid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ───────── What the database refuses ─────────

-- An order that is being paid through outside steps cannot be paid a second time meanwhile: those cannot be taken back.
DROP INDEX one_payment_per_order;
CREATE UNIQUE INDEX one_payment_per_order ON payments (merchant_ocid, order_id, mode)
  WHERE status IN ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED') OR paying_since IS NOT NULL;
ALTER TABLE payments ADD CONSTRAINT payment_under_way CHECK (paying_since IS NULL OR (status = 'PENDING' AND payer_id IS NOT NULL));

CREATE UNIQUE INDEX one_live_settlement ON settlements (payment_id) WHERE state IN ('ACTIVE', 'NEEDS_OPERATOR');
CREATE INDEX settlements_live ON settlements (created_at) WHERE state IN ('ACTIVE', 'NEEDS_OPERATOR');
CREATE UNIQUE INDEX one_settlement_per_hold ON settlements (hold_id);
-- The proof of another payment counts for no second step.
CREATE UNIQUE INDEX one_step_per_proof ON settlement_steps (proof_issuer, proof_txid) WHERE proof_txid IS NOT NULL;
CREATE INDEX settlement_steps_by_peer_txid ON settlement_steps (peer_ocid, peer_txid) WHERE peer_txid IS NOT NULL;
CREATE INDEX settlement_steps_unknown ON settlement_steps (peer_ocid) WHERE state = 'UNKNOWN' AND kind <> 'PAYMENT_CREATE';
CREATE INDEX settlement_steps_due ON settlement_steps (peer_ocid, next_attempt_at) WHERE next_attempt_at IS NOT NULL;

ALTER TABLE settlements
  ADD CONSTRAINT settlement_ended CHECK ((state IN ('SETTLED', 'ABANDONED', 'GIVEN_UP')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT settlement_lease CHECK ((lease_owner IS NULL) = (leased_until IS NULL)),
  ADD CONSTRAINT settlement_has_reason CHECK (state IN ('ACTIVE', 'SETTLED') OR reason IS NOT NULL);
ALTER TABLE settlement_steps
  ADD CONSTRAINT step_recorded_before_call CHECK (state = 'PLANNED' OR (body IS NOT NULL AND first_called_at IS NOT NULL)),
  ADD CONSTRAINT step_done CHECK (state <> 'DONE' OR (CASE kind WHEN 'PAYMENT_CREATE' THEN peer_txid IS NOT NULL ELSE proof_txid IS NOT NULL END)),
  ADD CONSTRAINT step_proof CHECK ((proof_issuer IS NULL) = (proof_txid IS NULL));

CREATE FUNCTION settlement_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'ACTIVE' THEN
      RAISE EXCEPTION 'a settlement starts ACTIVE' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.payment_id, NEW.attempt, NEW.strategy, NEW.path, NEW.hold_id, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.payment_id, OLD.attempt, OLD.strategy, OLD.path, OLD.hold_id, OLD.created_at) THEN
    RAISE EXCEPTION 'what settlement % is for cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('ACTIVE', 'SETTLED'), ('ACTIVE', 'ABANDONED'), ('ACTIVE', 'NEEDS_OPERATOR'),
    ('NEEDS_OPERATOR', 'ACTIVE'), ('NEEDS_OPERATOR', 'SETTLED'), ('NEEDS_OPERATOR', 'GIVEN_UP')) THEN
    RAISE EXCEPTION 'settlement % cannot go from % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER settlement_lifecycle BEFORE INSERT OR UPDATE ON settlements FOR EACH ROW EXECUTE FUNCTION settlement_lifecycle();
CREATE TRIGGER settlements_stay BEFORE DELETE ON settlements FOR EACH ROW EXECUTE FUNCTION ledger_refuse('settlements are never deleted');
CREATE TRIGGER settlements_stay_all BEFORE TRUNCATE ON settlements FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('settlements are never deleted');

CREATE FUNCTION settlement_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.settlement_id, NEW.ordinal, NEW.kind, NEW.peer_ocid, NEW.reference) IS DISTINCT FROM (OLD.settlement_id, OLD.ordinal, OLD.kind, OLD.peer_ocid, OLD.reference)
     OR OLD.state IN ('DONE', 'REFUSED') OR (OLD.state <> 'PLANNED' AND NEW.state = 'PLANNED') THEN
    RAISE EXCEPTION 'step % of settlement % is final', OLD.ordinal, OLD.settlement_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- A repeat must be recognised by the peer: it says the same words as the first call did.
  IF OLD.body IS NOT NULL AND NEW.body IS DISTINCT FROM OLD.body THEN
    RAISE EXCEPTION 'what step % of settlement % asked for cannot change', OLD.ordinal, OLD.settlement_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER settlement_step_is_final BEFORE UPDATE ON settlement_steps FOR EACH ROW EXECUTE FUNCTION settlement_step_is_final();
CREATE TRIGGER settlement_steps_stay BEFORE DELETE ON settlement_steps FOR EACH ROW EXECUTE FUNCTION ledger_refuse('settlements are never deleted');
CREATE TRIGGER settlement_steps_stay_all BEFORE TRUNCATE ON settlement_steps FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('settlements are never deleted');

-- At commit: the hold of a settlement is as the settlement says, which may have gone through several states in this transaction.
CREATE FUNCTION settlement_resolves_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at_last settlement_state := (SELECT state FROM settlements WHERE id = NEW.id);
BEGIN
  IF NOT EXISTS (SELECT FROM transfers t WHERE t.id = NEW.hold_id AND t.payment_id = NEW.payment_id
      AND t.state = CASE at_last WHEN 'SETTLED' THEN 'POSTED' WHEN 'ACTIVE' THEN 'PENDING' WHEN 'NEEDS_OPERATOR' THEN 'PENDING' ELSE 'VOIDED' END::transfer_state) THEN
    RAISE EXCEPTION 'settlement % is % and its hold is not', NEW.id, at_last USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settlement_resolves_hold AFTER INSERT OR UPDATE OF state ON settlements DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION settlement_resolves_hold();

ALTER TABLE reserve_thresholds ADD CONSTRAINT reserve_thresholds_order CHECK (empty_minor >= 0 AND low_minor >= empty_minor);

CREATE UNIQUE INDEX one_signing_key ON signing_keys (state) WHERE state = 'SIGNING';
CREATE UNIQUE INDEX one_next_key ON signing_keys (state) WHERE state = 'NEXT';
ALTER TABLE signing_keys ADD CONSTRAINT signing_key_span CHECK (
  CASE state WHEN 'NEXT' THEN signed_from IS NULL AND signed_until IS NULL
    WHEN 'SIGNING' THEN signed_from IS NOT NULL AND signed_until IS NULL
    ELSE signed_from IS NOT NULL AND signed_until IS NOT NULL END);

-- Plans the next look at what is due with a peer, not later than is planned already. Peers that fail are looked at by workers of
-- their own, those that fail the longest last: what is dead never holds up what is alive.
CREATE FUNCTION settlement_wake(peer bigint, due timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  job_name text := 'resolve:' || peer;
  planned timestamptz;
  failures int;
BEGIN
  -- One after the other: a later look that another transaction plans at the same moment would put this one off.
  PERFORM pg_advisory_xact_lock(hashtextextended(job_name, 0));
  planned := (SELECT run_at FROM graphile_worker._private_jobs WHERE key = job_name AND locked_at IS NULL);
  failures := coalesce((SELECT failure_count FROM peer_health WHERE ocid = peer), 0);
  PERFORM graphile_worker.add_job(CASE WHEN failures > 0 THEN 'resolve-failing' ELSE 'resolve' END, json_build_object('ocid', peer),
    run_at := least(due, planned), max_attempts := 100, job_key := job_name, priority := least(failures, 100));
END $$;

-- Texts of others may hold an escaped U+0000, which PostgreSQL's JSON functions refuse to read.
CREATE FUNCTION without_nul(json_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(json_text, '(?<!\\)((?:\\\\)*)\\u0000', '\1\ufffd', 'g')
$$;
