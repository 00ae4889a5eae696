CREATE TABLE "ExposedParties" (
    "SubjectId" TEXT NOT NULL CONSTRAINT "PK_ExposedParties" PRIMARY KEY,
    "ScreeningId" TEXT NOT NULL,
    "FoundAt" INTEGER NOT NULL
);

CREATE TABLE "LedgerAccounts" (
    "AccountId" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "BalanceMinor" INTEGER NOT NULL,
    "PostedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_LedgerAccounts" PRIMARY KEY ("AccountId", "Currency")
);

CREATE TABLE "Loans" (
    "LoanId" TEXT NOT NULL CONSTRAINT "PK_Loans" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "PrincipalMinor" INTEGER NOT NULL,
    "OutstandingMinor" INTEGER NOT NULL
);

CREATE TABLE "Rates" (
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Date" TEXT NOT NULL,
    "Rate" TEXT NOT NULL,
    "SetAt" INTEGER NOT NULL,
    CONSTRAINT "PK_Rates" PRIMARY KEY ("From", "To", "Date")
);

CREATE TABLE "Sightings" (
    "Kind" TEXT NOT NULL,
    "Value" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NOT NULL,
    CONSTRAINT "PK_Sightings" PRIMARY KEY ("Value", "Kind", "UserId")
);

CREATE TABLE "Standings" (
    "OrganizationId" TEXT NOT NULL CONSTRAINT "PK_Standings" PRIMARY KEY,
    "Accepted" INTEGER NOT NULL,
    "Troubled" INTEGER NOT NULL,
    "Countries" TEXT NOT NULL,
    "Hours" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "Submissions" (
    "OrganizationId" TEXT NOT NULL,
    "IdempotencyKey" TEXT NOT NULL,
    "InputHash" TEXT NOT NULL,
    "TransactionId" TEXT NOT NULL,
    CONSTRAINT "PK_Submissions" PRIMARY KEY ("OrganizationId", "IdempotencyKey")
);

CREATE TABLE "Transactions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Transactions" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NULL,
    "PaymentId" TEXT NULL,
    "Type" TEXT NOT NULL,
    "SourceAccountId" TEXT NOT NULL,
    "DestinationAccountId" TEXT NULL,
    "Country" TEXT NULL,
    "Reference" TEXT NULL,
    "Description" TEXT NULL,
    "Status" TEXT NOT NULL,
    "RiskScore" INTEGER NOT NULL,
    "RiskLevel" TEXT NOT NULL,
    "Errors" TEXT NOT NULL,
    "Warnings" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "CompletedAt" INTEGER NULL,
    "ReviewReason" TEXT NULL,
    "ReviewerId" TEXT NULL,
    "BaseMinor" INTEGER NULL,
    "CountedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL
);

CREATE TABLE "inbox" (
    "EventId" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "ConsumedAt" INTEGER NOT NULL
);

CREATE TABLE "outbox" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "Id" TEXT NULL,
    "Topic" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Envelope" TEXT NOT NULL
);

CREATE TABLE "restricted_users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_restricted_users" PRIMARY KEY,
    "RestrictedAt" INTEGER NOT NULL
);

CREATE INDEX "IX_Sightings_UserId" ON "Sightings" ("UserId");

CREATE INDEX "IX_Transactions_OrganizationId_CountedAt_Status_BaseMinor" ON "Transactions" ("OrganizationId", "CountedAt", "Status", "BaseMinor");

CREATE INDEX "IX_Transactions_OrganizationId_CreatedAt_Id" ON "Transactions" ("OrganizationId", "CreatedAt", "Id");

CREATE UNIQUE INDEX "IX_Transactions_PaymentId" ON "Transactions" ("PaymentId");

CREATE INDEX "IX_Transactions_Status" ON "Transactions" ("Status") WHERE "Status" = 'HELD';
