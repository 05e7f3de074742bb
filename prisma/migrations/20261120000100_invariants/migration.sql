-- What the database refuses, whoever asks. Names of constraints are read by lib/db: keep them.

-- ───────── Ledger: accounts ─────────

CREATE UNIQUE INDEX one_account_per_owner ON ledger_accounts (kind, mode, currency, user_id, ocid) NULLS NOT DISTINCT;

ALTER TABLE ledger_accounts
  ADD CONSTRAINT account_owner CHECK (
    CASE kind
      WHEN 'USER_WALLET' THEN user_id IS NOT NULL AND ocid IS NULL
      WHEN 'CASH_IN' THEN user_id IS NULL AND ocid IS NULL
      WHEN 'SUSPENSE' THEN user_id IS NULL
      ELSE user_id IS NULL AND ocid IS NOT NULL
    END),
  ADD CONSTRAINT account_held_not_negative CHECK (held_minor >= 0),
  -- A liability (what we owe to somebody) cannot be spent below zero; an asset of ours at a partner cannot be spent above it.
  ADD CONSTRAINT account_not_overdrawn CHECK (
    CASE kind
      WHEN 'CASH_IN' THEN true
      WHEN 'SUSPENSE' THEN true
      WHEN 'OUR_RESERVE' THEN balance_minor + held_minor <= 0
      ELSE balance_minor - held_minor >= 0
    END);

-- The side on which an account is locked and checked: movements there can overdraw it. The other side only appends.
CREATE FUNCTION ledger_guarded_side(account_kind account_kind) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE account_kind WHEN 'CASH_IN' THEN 'NONE' WHEN 'SUSPENSE' THEN 'NONE' WHEN 'OUR_RESERVE' THEN 'CREDIT' ELSE 'DEBIT' END
$$;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Balances change by transfers and by absorbing postings, never by an UPDATE of somebody's own.
CREATE FUNCTION ledger_account_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.kind, NEW.mode, NEW.currency, NEW.user_id, NEW.ocid) IS DISTINCT FROM (OLD.id, OLD.kind, OLD.mode, OLD.currency, OLD.user_id, OLD.ocid) THEN
    RAISE EXCEPTION 'the identity of ledger account % cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.balance_minor, NEW.held_minor) IS DISTINCT FROM (OLD.balance_minor, OLD.held_minor)
     AND pg_trigger_depth() < 2 AND current_setting('opencharge.ledger', true) IS DISTINCT FROM 'absorb' THEN
    RAISE EXCEPTION 'the balance of ledger account % changes only by transfers', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_is_ours BEFORE UPDATE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION ledger_account_is_ours();

CREATE FUNCTION ledger_account_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance_minor <> 0 OR NEW.held_minor <> 0 THEN
    RAISE EXCEPTION 'a ledger account starts empty' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_starts_empty BEFORE INSERT ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION ledger_account_starts_empty();

CREATE FUNCTION ledger_posting_is_ours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR (pg_trigger_depth() < 2 AND current_setting('opencharge.ledger', true) IS DISTINCT FROM 'absorb') THEN
    RAISE EXCEPTION '% of a posting is refused: postings follow transfers', TG_OP USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ledger_posting_is_ours BEFORE INSERT OR UPDATE OR DELETE ON account_postings FOR EACH ROW EXECUTE FUNCTION ledger_posting_is_ours();
CREATE TRIGGER postings_stay_all BEFORE TRUNCATE ON account_postings FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('postings follow transfers');

-- ───────── Ledger: transfers ─────────

ALTER TABLE transfers
  ADD CONSTRAINT transfer_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT transfer_between_two_accounts CHECK (debit_account_id <> credit_account_id),
  ADD CONSTRAINT transfer_resolved CHECK ((state = 'PENDING') = (resolved_at IS NULL)),
  ADD CONSTRAINT transfer_reason CHECK (reason ~ '^[A-Z][A-Z_]{2,29}$'),
  ADD CONSTRAINT transfer_of_a_payment CHECK (reason <> 'PAYMENT' OR payment_id IS NOT NULL);

-- One payment is settled at most once.
CREATE UNIQUE INDEX one_settlement_per_payment ON transfers (payment_id) WHERE reason = 'PAYMENT' AND state <> 'VOIDED';

-- Adds to an account's balance and hold after absorbing what waited, with the row locked; the CHECK refuses an overdraft.
CREATE FUNCTION ledger_move(account bigint, balance_delta bigint, held_delta bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE absorbed bigint;
BEGIN
  PERFORM 1 FROM ledger_accounts WHERE id = account FOR NO KEY UPDATE;
  WITH gone AS (DELETE FROM account_postings WHERE account_id = account RETURNING amount_minor)
    SELECT coalesce(sum(amount_minor), 0) INTO absorbed FROM gone;
  UPDATE ledger_accounts SET balance_minor = balance_minor + absorbed + balance_delta, held_minor = held_minor + held_delta
    WHERE id = account;
END $$;

-- Rolls waiting postings into the balance; the worker calls it so that no account collects too many.
CREATE FUNCTION ledger_absorb(account bigint) RETURNS void LANGUAGE sql SET opencharge.ledger = 'absorb' AS $$
  SELECT ledger_move(account, 0, 0)
$$;

CREATE FUNCTION ledger_apply_side(transfer bigint, account bigint, side text, amount bigint, was_held boolean, now_held boolean, posted boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  guarded boolean := (SELECT ledger_guarded_side(kind) = side FROM ledger_accounts WHERE id = account);
  delta bigint := CASE WHEN NOT posted THEN 0 WHEN side = 'DEBIT' THEN -amount ELSE amount END;
BEGIN
  IF guarded THEN
    PERFORM ledger_move(account, delta, CASE WHEN now_held THEN amount WHEN was_held THEN -amount ELSE 0 END);
  ELSIF posted THEN
    INSERT INTO account_postings (account_id, transfer_id, amount_minor) VALUES (account, transfer, delta);
  END IF;
END $$;

CREATE FUNCTION ledger_apply_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_held boolean := TG_OP = 'UPDATE';
  now_held boolean := NEW.state = 'PENDING';
  posted boolean := NEW.state = 'POSTED';
BEGIN
  -- In id order, so that two transfers between the same two accounts cannot wait for each other.
  IF NEW.debit_account_id < NEW.credit_account_id THEN
    PERFORM ledger_apply_side(NEW.id, NEW.debit_account_id, 'DEBIT', NEW.amount_minor, was_held, now_held, posted);
    PERFORM ledger_apply_side(NEW.id, NEW.credit_account_id, 'CREDIT', NEW.amount_minor, was_held, now_held, posted);
  ELSE
    PERFORM ledger_apply_side(NEW.id, NEW.credit_account_id, 'CREDIT', NEW.amount_minor, was_held, now_held, posted);
    PERFORM ledger_apply_side(NEW.id, NEW.debit_account_id, 'DEBIT', NEW.amount_minor, was_held, now_held, posted);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_apply_transfer AFTER INSERT OR UPDATE ON transfers FOR EACH ROW EXECUTE FUNCTION ledger_apply_transfer();

CREATE FUNCTION ledger_transfer_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'VOIDED' THEN
      RAISE EXCEPTION 'a transfer starts PENDING or POSTED' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'PENDING' OR NEW.state = 'PENDING'
     OR (NEW.id, NEW.mode, NEW.currency, NEW.amount_minor, NEW.debit_account_id, NEW.credit_account_id, NEW.payment_id, NEW.reason, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.mode, OLD.currency, OLD.amount_minor, OLD.debit_account_id, OLD.credit_account_id, OLD.payment_id, OLD.reason, OLD.created_at) THEN
    RAISE EXCEPTION 'transfer % is final: a pending one can be posted or voided, once, and nothing else', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_transfer_is_final BEFORE INSERT OR UPDATE ON transfers FOR EACH ROW EXECUTE FUNCTION ledger_transfer_is_final();
CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers FOR EACH ROW EXECUTE FUNCTION ledger_refuse('transfers are never deleted');
CREATE TRIGGER transfers_stay_all BEFORE TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('transfers are never deleted');

-- ───────── Payments ─────────

ALTER TABLE payments
  ADD CONSTRAINT payment_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT payment_settled CHECK ((status IN ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')) = (settled_at IS NOT NULL)),
  ADD CONSTRAINT payment_has_payer CHECK (settled_at IS NULL OR payer_id IS NOT NULL);

-- An order is paid once, through whichever gateway it came.
CREATE UNIQUE INDEX one_payment_per_order ON payments (merchant_ocid, order_id, mode)
  WHERE status IN ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED');

CREATE FUNCTION payment_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'CREATED' THEN
      RAISE EXCEPTION 'a payment starts CREATED' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.mode, NEW.merchant_ocid, NEW.order_id, NEW.amount_minor, NEW.currency, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.mode, OLD.merchant_ocid, OLD.order_id, OLD.amount_minor, OLD.currency, OLD.created_at) THEN
    RAISE EXCEPTION 'what payment % is for cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.settled_at IS NOT NULL AND (NEW.payer_id, NEW.settled_at, NEW.strategy) IS DISTINCT FROM (OLD.payer_id, OLD.settled_at, OLD.strategy) THEN
    RAISE EXCEPTION 'who paid payment %, when and how cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('CREATED', 'PENDING'), ('PENDING', 'SUCCEEDED'), ('PENDING', 'FAILED'), ('PENDING', 'CANCELLED'), ('PENDING', 'EXPIRED'),
    ('SUCCEEDED', 'PARTIALLY_REFUNDED'), ('SUCCEEDED', 'REFUNDED'), ('PARTIALLY_REFUNDED', 'REFUNDED')) THEN
    RAISE EXCEPTION 'payment % cannot go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_lifecycle BEFORE INSERT OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION payment_lifecycle();
CREATE TRIGGER payments_stay BEFORE DELETE ON payments FOR EACH ROW EXECUTE FUNCTION ledger_refuse('payments are never deleted');
CREATE TRIGGER payments_stay_all BEFORE TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('payments are never deleted');

-- At commit: a payment that became SUCCEEDED has its posted transfer of exactly that amount, and its proof; a closed one holds nothing.
CREATE FUNCTION payment_has_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'SUCCEEDED' AND NOT EXISTS (
    SELECT 1 FROM transfers t JOIN proofs p ON p.payment_id = t.payment_id AND p.settles JOIN ledger_accounts a ON a.id = t.debit_account_id
    WHERE t.payment_id = NEW.id AND a.user_id = NEW.payer_id AND t.reason = 'PAYMENT' AND t.state = 'POSTED'
      AND t.amount_minor = NEW.amount_minor AND t.currency = NEW.currency AND t.mode = NEW.mode) THEN
    RAISE EXCEPTION 'payment % cannot succeed without its posted transfer and its proof', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.status IN ('FAILED', 'CANCELLED', 'EXPIRED') AND EXISTS (
    SELECT 1 FROM transfers t WHERE t.payment_id = NEW.id AND t.reason = 'PAYMENT' AND t.state <> 'VOIDED') THEN
    RAISE EXCEPTION 'payment % cannot end as % while money is held or moved for it', NEW.id, NEW.status USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payment_has_books AFTER UPDATE OF status ON payments DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED')) EXECUTE FUNCTION payment_has_books();

-- And a settling transfer is posted only for a payment that succeeded in the same commit.
CREATE FUNCTION posted_payment_succeeded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM payments WHERE id = NEW.payment_id AND settled_at IS NOT NULL) THEN
    RAISE EXCEPTION 'transfer % moves money for payment %, which has not succeeded', NEW.id, NEW.payment_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posted_payment_succeeded AFTER INSERT OR UPDATE ON transfers DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.reason = 'PAYMENT' AND NEW.state = 'POSTED') EXECUTE FUNCTION posted_payment_succeeded();

-- ───────── Checkout sessions, proofs ─────────

-- One open page per order of a caller: asking again gives the same one.
CREATE UNIQUE INDEX one_open_session ON checkout_sessions (caller_ocid, merchant_ocid, order_id) WHERE open;

CREATE UNIQUE INDEX one_proof_settles_a_payment ON proofs (payment_id) WHERE settles;
CREATE TRIGGER proofs_stay BEFORE UPDATE OR DELETE ON proofs FOR EACH ROW EXECUTE FUNCTION ledger_refuse('a proof is kept for ever as it was signed');
CREATE TRIGGER proofs_stay_all BEFORE TRUNCATE ON proofs FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a proof is kept for ever as it was signed');

CREATE FUNCTION delivery_body_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.body, NEW.receiver_ocid, NEW.payment_id) IS DISTINCT FROM (OLD.body, OLD.receiver_ocid, OLD.payment_id) THEN
    RAISE EXCEPTION 'the content of delivery % cannot change', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_body_stays BEFORE UPDATE ON deliveries FOR EACH ROW EXECUTE FUNCTION delivery_body_stays();
CREATE TRIGGER deliveries_stay BEFORE DELETE ON deliveries FOR EACH ROW EXECUTE FUNCTION ledger_refuse('a webhook that is owed is never forgotten');
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION ledger_refuse('the audit log is only written');
CREATE TRIGGER audit_stays_all BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the audit log is only written');

-- Sessions and payers find their rows fast; the expiry sweep reads only what is open.
CREATE INDEX payments_open ON payments (expires_at) WHERE status IN ('CREATED', 'PENDING');
CREATE INDEX proofs_by_payment ON proofs (payment_id);
CREATE INDEX proofs_by_txid ON proofs (txid);
CREATE INDEX top_ups ON transfers (reason) WHERE reason = 'TOP_UP';
