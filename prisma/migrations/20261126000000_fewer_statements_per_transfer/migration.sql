-- A transfer moves its two accounts with fewer statements. What moves, what is locked and what is refused are as before: guarded
-- accounts are locked in id order, what waits at an account is absorbed by whoever holds its lock, the other side only appends.

-- Adds to an account's balance and hold, and absorbs what waited; the CHECK refuses an overdraft. The caller has locked the row
-- in a statement before: one that waited for the lock by itself would not see what was posted or absorbed meanwhile.
CREATE OR REPLACE FUNCTION ledger_move(account bigint, balance_delta bigint, held_delta bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (DELETE FROM account_postings WHERE account_id = account RETURNING amount_minor)
  UPDATE ledger_accounts SET held_minor = held_minor + held_delta,
    balance_minor = balance_minor + balance_delta + (SELECT coalesce(sum(amount_minor), 0) FROM gone)::bigint
  WHERE id = account;
END $$;

CREATE OR REPLACE FUNCTION ledger_absorb(account bigint) RETURNS void LANGUAGE plpgsql SET opencharge.ledger = 'absorb' AS $$
BEGIN
  PERFORM FROM ledger_accounts WHERE id = account FOR NO KEY UPDATE;
  PERFORM ledger_move(account, 0, 0);
END $$;

CREATE OR REPLACE FUNCTION ledger_apply_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  posted boolean := NEW.state = 'POSTED';
  moved bigint := CASE WHEN posted THEN NEW.amount_minor ELSE 0 END;
  held bigint := CASE WHEN NEW.state = 'PENDING' THEN NEW.amount_minor WHEN TG_OP = 'UPDATE' THEN -NEW.amount_minor ELSE 0 END;
  -- In id order, so that two transfers between the same two accounts cannot wait for each other.
  guarded bigint[] := ARRAY(
    SELECT id FROM ledger_accounts WHERE id = ANY (ARRAY[NEW.debit_account_id, NEW.credit_account_id])
      AND ledger_guarded_side(kind) = CASE WHEN id = NEW.debit_account_id THEN 'DEBIT' ELSE 'CREDIT' END
    ORDER BY id FOR NO KEY UPDATE);
BEGIN
  IF NEW.debit_account_id = ANY (guarded) THEN
    PERFORM ledger_move(NEW.debit_account_id, -moved, held);
  ELSIF posted THEN
    INSERT INTO account_postings (account_id, transfer_id, amount_minor) VALUES (NEW.debit_account_id, NEW.id, -moved);
  END IF;
  IF NEW.credit_account_id = ANY (guarded) THEN
    PERFORM ledger_move(NEW.credit_account_id, moved, held);
  ELSIF posted THEN
    INSERT INTO account_postings (account_id, transfer_id, amount_minor) VALUES (NEW.credit_account_id, NEW.id, moved);
  END IF;
  RETURN NULL;
END $$;
DROP FUNCTION ledger_apply_side(bigint, bigint, text, bigint, boolean, boolean, boolean);
