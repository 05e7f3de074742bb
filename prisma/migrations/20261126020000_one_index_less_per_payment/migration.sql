-- What is due is found by payments_open, which holds only what has not ended; this one was kept for every payment there ever was.
DROP INDEX "payments_status_expires_at_idx";
