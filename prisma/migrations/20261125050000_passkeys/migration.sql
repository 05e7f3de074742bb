-- Passkeys, what is known of a signed-in browser, and the amounts above which a person is asked again before paying.

-- ───────── Browsers ─────────

-- `proven_at`: when this browser last showed a mailed code or a passkey; `passkey_proven_at`: a passkey. Sessions from before count as long ago.
ALTER TABLE "sessions"
  ADD COLUMN "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "user_agent" TEXT,
  ADD COLUMN "proven_at" TIMESTAMPTZ(3),
  ADD COLUMN "passkey_proven_at" TIMESTAMPTZ(3);
ALTER TABLE sessions ADD CONSTRAINT session_user_agent_is_short CHECK (length(user_agent) <= 300);

-- ───────── Passkeys ─────────

CREATE TABLE "passkeys" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[] NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");
CREATE INDEX "passkeys_user_id_idx" ON "passkeys"("user_id");
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- WebAuthn: an id has at most 1023 bytes, a counter 32 bits.
ALTER TABLE passkeys
  ADD CONSTRAINT passkey_credential_form CHECK (credential_id ~ '^[A-Za-z0-9_-]+$' AND length(credential_id) <= 1364),
  ADD CONSTRAINT passkey_key_is_small CHECK (octet_length(public_key) BETWEEN 1 AND 4096),
  ADD CONSTRAINT passkey_counter_form CHECK (counter BETWEEN 0 AND 4294967295),
  ADD CONSTRAINT passkey_name_form CHECK (length(name) BETWEEN 1 AND 60);

CREATE FUNCTION passkey_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.user_id, NEW.credential_id, NEW.public_key) IS DISTINCT FROM (OLD.user_id, OLD.credential_id, OLD.public_key) THEN
    RAISE EXCEPTION 'passkey % cannot become another one', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.counter < OLD.counter THEN
    RAISE EXCEPTION 'the counter of passkey % cannot go backwards', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER passkey_stays_itself BEFORE UPDATE ON passkeys FOR EACH ROW EXECUTE FUNCTION passkey_stays_itself();

-- What a browser was asked to sign. It is deleted by the first answer, right or wrong.
CREATE TABLE "passkey_challenges" (
    "challenge" TEXT NOT NULL,
    "browser_digest" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "session_id" UUID,
    "subject" TEXT,
    "amount_minor" BIGINT,
    "currency" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenges_pkey" PRIMARY KEY ("challenge")
);
CREATE INDEX "passkey_challenges_session_id_idx" ON "passkey_challenges"("session_id");
CREATE INDEX "passkey_challenges_expires_at_idx" ON "passkey_challenges"("expires_at");
ALTER TABLE "passkey_challenges" ADD CONSTRAINT "passkey_challenges_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE passkey_challenges
  ADD CONSTRAINT challenge_purpose CHECK (purpose IN ('SIGN_IN', 'ADD', 'PROVE', 'CONFIRM')),
  -- Only a sign-in belongs to nobody yet.
  ADD CONSTRAINT challenge_is_of_a_session CHECK ((purpose = 'SIGN_IN') = (session_id IS NULL)),
  ADD CONSTRAINT challenge_names_its_payment CHECK (
    (purpose = 'CONFIRM') = (subject IS NOT NULL) AND (subject IS NULL) = (amount_minor IS NULL) AND (subject IS NULL) = (currency IS NULL));

-- ───────── Asked again before paying ─────────

CREATE TABLE "confirmation_limits" (
    "user_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "confirmation_limits_pkey" PRIMARY KEY ("user_id","currency")
);
ALTER TABLE "confirmation_limits" ADD CONSTRAINT "confirmation_limits_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE confirmation_limits ADD CONSTRAINT confirmation_limit_not_negative CHECK (amount_minor >= 0);

-- Whoever has no passkey could never confirm: the amount would lock the money away. The user's row makes both sides take turns.
CREATE FUNCTION confirmation_limit_has_passkey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM passkeys WHERE user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'user % has no passkey to confirm with', NEW.user_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'confirmation_limit_has_passkey';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER confirmation_limit_has_passkey BEFORE INSERT OR UPDATE ON confirmation_limits
  FOR EACH ROW EXECUTE FUNCTION confirmation_limit_has_passkey();

CREATE FUNCTION last_passkey_takes_limits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = OLD.user_id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM passkeys WHERE user_id = OLD.user_id) THEN
    DELETE FROM confirmation_limits WHERE user_id = OLD.user_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER last_passkey_takes_limits AFTER DELETE ON passkeys FOR EACH ROW EXECUTE FUNCTION last_passkey_takes_limits();

-- A payment that this browser confirmed with a passkey: this one, of this amount.
CREATE TABLE "payment_confirmations" (
    "session_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_confirmations_pkey" PRIMARY KEY ("session_id","subject")
);
ALTER TABLE "payment_confirmations" ADD CONSTRAINT "payment_confirmations_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE payment_confirmations ADD CONSTRAINT confirmation_subject_is_short CHECK (length(subject) BETWEEN 1 AND 200);
