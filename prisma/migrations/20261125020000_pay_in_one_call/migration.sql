-- A payment by our own proof in one call. It pays or changes nothing: why not is for the application to say, which then goes
-- the long way (lib/settlement/pay.ts) and decides under the same locks, taken in the same order.
CREATE FUNCTION pay_own_path(
  page text, payer uuid, wallet bigint, now_epoch_seconds bigint, way text, payee_kind account_kind, payee_ocid bigint,
  us bigint, new_txid text, new_proof text, new_signature text, new_key text,
  new_delivery text, new_body text, new_job json, new_job_key text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  owed payments;
  payee bigint;
BEGIN
  SELECT p.* INTO owed FROM checkout_sessions s JOIN payments p ON p.id = s.payment_id WHERE s.id = page FOR UPDATE OF p;
  -- What was committed while we waited for a lock is seen by the statements after it, not by the one that waited.
  IF NOT FOUND OR owed.status NOT IN ('CREATED', 'PENDING') OR now_epoch_seconds >= extract(epoch FROM owed.expires_at)
     OR EXISTS (SELECT FROM transfers t WHERE t.payment_id = owed.id AND t.reason = 'PAYMENT' AND t.state = 'PENDING') THEN
    RETURN false;
  END IF;
  PERFORM FROM ledger_accounts a WHERE a.id = wallet AND a.user_id = payer AND a.kind = 'USER_WALLET' AND a.mode = owed.mode
    AND a.currency = owed.currency FOR NO KEY UPDATE;
  IF NOT FOUND OR owed.amount_minor > (
    SELECT a.balance_minor - a.held_minor + coalesce((SELECT sum(w.amount_minor) FROM account_postings w WHERE w.account_id = a.id), 0)
    FROM ledger_accounts a WHERE a.id = wallet) THEN
    RETURN false;
  END IF;
  -- A payee who has no account yet gets it on the long way.
  payee := (SELECT a.id FROM ledger_accounts a WHERE a.kind = payee_kind AND a.mode = owed.mode AND a.currency = owed.currency
    AND a.user_id IS NULL AND a.ocid = payee_ocid);
  IF payee IS NULL THEN
    RETURN false;
  END IF;

  IF owed.status = 'CREATED' THEN
    UPDATE payments SET status = 'PENDING', updated_at = now() WHERE id = owed.id;
  END IF;
  INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason, resolved_at)
    VALUES ('POSTED', owed.mode, owed.currency, owed.amount_minor, wallet, payee, owed.id, 'PAYMENT', now());
  UPDATE payments SET status = 'SUCCEEDED', payer_id = payer, strategy = way, settled_at = now(), updated_at = now() WHERE id = owed.id;
  UPDATE checkout_sessions SET open = false WHERE payment_id = owed.id;
  INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
    VALUES (us, new_txid, owed.id, us, payee_ocid, new_proof, new_signature, new_key, true);
  INSERT INTO deliveries (id, receiver_ocid, payment_id, body, next_attempt_at) VALUES (new_delivery, payee_ocid, owed.id, new_body, now());
  PERFORM graphile_worker.add_job('deliver', new_job, max_attempts := 100, job_key := new_job_key);
  RETURN true;
END $$;
