-- Money that is sent to somebody is named by the address as well, which alone may have 254 characters.
ALTER TABLE payment_confirmations DROP CONSTRAINT confirmation_subject_is_short;
ALTER TABLE payment_confirmations ADD CONSTRAINT confirmation_subject_is_short CHECK (length(subject) BETWEEN 1 AND 400);
