-- Until when a peer waits for the payment that it was asked to take (payment/create).
ALTER TABLE "settlement_steps" ADD COLUMN "peer_expires_at" TIMESTAMPTZ(3);
