-- What a person had chosen from a merchant's inventory when the signed order that came back was another.
CREATE TABLE "chosen_baskets" (
    "session_id" TEXT NOT NULL,
    "basket_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chosen_baskets_pkey" PRIMARY KEY ("session_id"),
    CONSTRAINT "chosen_basket_is_short" CHECK (length("basket_text") <= 200000)
);
ALTER TABLE "chosen_baskets" ADD CONSTRAINT "chosen_baskets_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "checkout_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What somebody chose is not rewritten afterwards.
CREATE FUNCTION chosen_basket_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was chosen for % stays as it is', OLD.session_id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER chosen_basket_stays BEFORE UPDATE ON chosen_baskets FOR EACH ROW EXECUTE FUNCTION chosen_basket_stays();
