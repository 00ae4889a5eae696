DROP INDEX "IX_payments_DueAt";

CREATE INDEX "IX_payments_DueAt" ON payments ("DueAt") WHERE "DueAt" IS NOT NULL;

DROP INDEX "IX_refunds_DueAt";

CREATE INDEX "IX_refunds_DueAt" ON refunds ("DueAt") WHERE "DueAt" IS NOT NULL;

DROP INDEX "IX_payment_notices_NextAttemptAt";

CREATE INDEX "IX_payment_notices_NextAttemptAt" ON payment_notices ("NextAttemptAt") WHERE "NextAttemptAt" IS NOT NULL;
