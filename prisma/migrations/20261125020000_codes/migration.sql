-- Orders that come to one person: through a code that the person shows or scans. Nobody else sees, pays or declines them.
ALTER TABLE "checkout_sessions" ADD COLUMN "bound_user_id" UUID;
ALTER TABLE "checkout_sessions" ADD CONSTRAINT "checkout_sessions_bound_user_id_fkey" FOREIGN KEY ("bound_user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "checkout_sessions_bound_user_id_created_at_idx" ON "checkout_sessions"("bound_user_id", "created_at");

-- Two people may scan the code of one order; who pays first is settled by one_payment_per_order.
DROP INDEX one_open_session;
CREATE UNIQUE INDEX one_open_session ON checkout_sessions
  (caller_ocid, merchant_ocid, order_id, (coalesce(bound_user_id, '00000000-0000-0000-0000-000000000000'::uuid))) WHERE open;

CREATE FUNCTION checkout_stays_with_its_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.bound_user_id IS DISTINCT FROM OLD.bound_user_id THEN
    RAISE EXCEPTION 'checkout session % stays with its person', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checkout_stays_with_its_person BEFORE UPDATE OF bound_user_id ON checkout_sessions FOR EACH ROW EXECUTE FUNCTION checkout_stays_with_its_person();

-- A code that a person shows: a merchant brings one order to it, once.
CREATE TABLE "shown_codes" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "checkout_session_id" TEXT,

    CONSTRAINT "shown_codes_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "shown_codes_checkout_session_id_key" ON "shown_codes"("checkout_session_id");
CREATE INDEX "shown_codes_user_id_created_at_idx" ON "shown_codes"("user_id", "created_at");
CREATE INDEX "shown_codes_expires_at_idx" ON "shown_codes"("expires_at");
ALTER TABLE "shown_codes" ADD CONSTRAINT "shown_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shown_codes" ADD CONSTRAINT "shown_codes_checkout_session_id_fkey" FOREIGN KEY ("checkout_session_id") REFERENCES "checkout_sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE FUNCTION shown_code_is_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.checkout_session_id IS NOT NULL OR (NEW.id, NEW.user_id, NEW.expires_at) IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.expires_at) THEN
    RAISE EXCEPTION 'code % is used once, by its person, in its time', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shown_code_is_used_once BEFORE UPDATE ON shown_codes FOR EACH ROW EXECUTE FUNCTION shown_code_is_used_once();
