-- A browser that has signed in with an address gets codes of its own: strangers who ask for codes use up only theirs.
ALTER TABLE "sign_in_codes" ADD COLUMN "known_browser" BOOLEAN NOT NULL DEFAULT false;
