CREATE TABLE "idempotency_keys" (
    "OrganizationId" TEXT NOT NULL,
    "Operation" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "RequestHash" TEXT NOT NULL,
    "ResultId" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_idempotency_keys" PRIMARY KEY ("OrganizationId", "Operation", "Key")
);

CREATE TABLE "inbox" (
    "EventId" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "ConsumedAt" INTEGER NOT NULL
);

CREATE TABLE "listed_days" (
    "Processor" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "ListedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_listed_days" PRIMARY KEY ("Processor", "Day")
);

CREATE TABLE "outbox" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "Id" TEXT NULL,
    "Topic" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Envelope" TEXT NOT NULL
);

CREATE TABLE "payment_events" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_payment_events" PRIMARY KEY AUTOINCREMENT,
    "PaymentId" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "OccurredAt" INTEGER NOT NULL
);

CREATE TABLE "payment_methods" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_payment_methods" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "Processor" TEXT NOT NULL,
    "Token" TEXT NOT NULL,
    "Brand" TEXT NOT NULL,
    "Last4" TEXT NOT NULL,
    "ExpiryMonth" INTEGER NOT NULL,
    "ExpiryYear" INTEGER NOT NULL,
    "IsDefault" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "RemovedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "payment_notices" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_payment_notices" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "PaymentId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Code" TEXT NULL,
    "OccurredAt" INTEGER NOT NULL,
    "SentAt" INTEGER NULL,
    "Attempts" INTEGER NOT NULL,
    "NextAttemptAt" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL
);

CREATE TABLE "payments" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_payments" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "PaymentMethodId" TEXT NOT NULL,
    "CardBrand" TEXT NOT NULL,
    "Processor" TEXT NOT NULL,
    "Reference" TEXT NOT NULL,
    "Description" TEXT NULL,
    "Country" TEXT NULL,
    "CaptureMethod" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "Due" TEXT NOT NULL,
    "DueAt" INTEGER NULL,
    "UnansweredCount" INTEGER NOT NULL,
    "ChargeId" TEXT NULL,
    "DeclineCode" TEXT NULL,
    "Reason" TEXT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "AuthorizedAt" INTEGER NULL,
    "ApprovedAt" INTEGER NULL,
    "CapturedAt" INTEGER NULL,
    "ClosedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL,
    "CapturedAmount_Currency" TEXT NOT NULL,
    "CapturedAmount_Minor" INTEGER NOT NULL,
    "Fee_Currency" TEXT NOT NULL,
    "Fee_Minor" INTEGER NOT NULL,
    "RefundedAmount_Currency" TEXT NOT NULL,
    "RefundedAmount_Minor" INTEGER NOT NULL,
    "RefundsUnderWay_Currency" TEXT NOT NULL,
    "RefundsUnderWay_Minor" INTEGER NOT NULL
);

CREATE TABLE "recipients" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_recipients" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "Email" TEXT NULL,
    "MayRead" INTEGER NOT NULL,
    "IsActive" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "refunds" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_refunds" PRIMARY KEY,
    "PaymentId" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "Reason" TEXT NULL,
    "DeclineCode" TEXT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "CompletedAt" INTEGER NULL,
    "DueAt" INTEGER NULL,
    "UnansweredCount" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL
);

CREATE TABLE "restricted_users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_restricted_users" PRIMARY KEY,
    "RestrictedAt" INTEGER NOT NULL
);

CREATE TABLE "webhook_events" (
    "Processor" TEXT NOT NULL,
    "EventId" TEXT NOT NULL,
    "Type" TEXT NOT NULL,
    "PaymentId" TEXT NULL,
    "ReceivedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_webhook_events" PRIMARY KEY ("Processor", "EventId")
);

CREATE INDEX "IX_payment_events_OrganizationId_Sequence" ON "payment_events" ("OrganizationId", "Sequence");

CREATE INDEX "IX_payment_events_PaymentId_Sequence" ON "payment_events" ("PaymentId", "Sequence");

CREATE INDEX "IX_payment_methods_OrganizationId_CreatedAt" ON "payment_methods" ("OrganizationId", "CreatedAt");

CREATE INDEX "IX_payment_notices_NextAttemptAt" ON "payment_notices" ("NextAttemptAt");

CREATE INDEX "IX_payment_notices_UserId" ON "payment_notices" ("UserId");

CREATE INDEX "IX_payments_ChargeId" ON "payments" ("ChargeId");

CREATE INDEX "IX_payments_DueAt" ON "payments" ("DueAt");

CREATE INDEX "IX_payments_OrganizationId_CreatedAt_Id" ON "payments" ("OrganizationId", "CreatedAt", "Id");

CREATE INDEX "IX_recipients_OrganizationId" ON "recipients" ("OrganizationId");

CREATE INDEX "IX_refunds_DueAt" ON "refunds" ("DueAt");

CREATE INDEX "IX_refunds_PaymentId" ON "refunds" ("PaymentId");
