-- By itself: a new value of an enum cannot be used in the transaction that adds it.
ALTER TYPE "account_kind" ADD VALUE 'APPLICATION';
