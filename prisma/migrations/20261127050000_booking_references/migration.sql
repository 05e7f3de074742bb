-- The operator's own names of what is booked by hand: the same one is not booked twice for the same account or payment.

CREATE TABLE "booking_references" (
    "subject" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "booked_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "booking_references_pkey" PRIMARY KEY ("subject", "reference")
);

ALTER TABLE booking_references ADD CONSTRAINT booking_reference_form CHECK (length(reference) BETWEEN 3 AND 100 AND reference = btrim(reference));

CREATE TRIGGER booking_references_stay BEFORE UPDATE OR DELETE ON booking_references FOR EACH ROW EXECUTE FUNCTION ledger_refuse('what was booked under a name stays so');
CREATE TRIGGER booking_references_stay_all BEFORE TRUNCATE ON booking_references FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('what was booked under a name stays so');
