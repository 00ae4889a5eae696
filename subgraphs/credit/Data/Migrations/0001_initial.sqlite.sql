CREATE TABLE "borrowers" (
    "OrganizationId" TEXT NOT NULL CONSTRAINT "PK_borrowers" PRIMARY KEY,
    "Since" INTEGER NOT NULL
);

CREATE TABLE "credit_models" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_credit_models" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Version" TEXT NOT NULL,
    "Hash" TEXT NOT NULL,
    "Card" TEXT NULL,
    "TrainedAt" INTEGER NOT NULL
);

CREATE TABLE "credit_scores" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_credit_scores" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Score" INTEGER NOT NULL,
    "Band" TEXT NOT NULL,
    "ProbabilityOfDefault" TEXT NOT NULL,
    "Reasons" TEXT NOT NULL,
    "Features" TEXT NOT NULL,
    "Model" TEXT NOT NULL,
    "ComputedAt" INTEGER NOT NULL,
    "Challenger" TEXT NULL
);

CREATE TABLE "idempotency_keys" (
    "OrganizationId" TEXT NOT NULL,
    "Operation" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "RequestHash" TEXT NOT NULL,
    "ResultId" TEXT NOT NULL,
    CONSTRAINT "PK_idempotency_keys" PRIMARY KEY ("OrganizationId", "Operation", "Key")
);

CREATE TABLE "inbox" (
    "EventId" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "ConsumedAt" INTEGER NOT NULL
);

CREATE TABLE "loan_installments" (
    "LoanId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "DueDate" TEXT NOT NULL,
    "PaidAt" INTEGER NULL,
    "Interest_Currency" TEXT NOT NULL,
    "Interest_Minor" INTEGER NOT NULL,
    "PaidInterest_Currency" TEXT NOT NULL,
    "PaidInterest_Minor" INTEGER NOT NULL,
    "PaidPrincipal_Currency" TEXT NOT NULL,
    "PaidPrincipal_Minor" INTEGER NOT NULL,
    "Principal_Currency" TEXT NOT NULL,
    "Principal_Minor" INTEGER NOT NULL,
    CONSTRAINT "PK_loan_installments" PRIMARY KEY ("LoanId", "Number")
);

CREATE TABLE "loan_offers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_loan_offers" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "RequestId" TEXT NOT NULL,
    "CreditScoreId" TEXT NOT NULL,
    "Band" TEXT NOT NULL,
    "AnnualRatePercent" TEXT NOT NULL,
    "TermMonths" INTEGER NOT NULL,
    "Purpose" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL,
    "MonthlyPayment_Currency" TEXT NOT NULL,
    "MonthlyPayment_Minor" INTEGER NOT NULL,
    "TotalInterest_Currency" TEXT NOT NULL,
    "TotalInterest_Minor" INTEGER NOT NULL
);

CREATE TABLE "loan_repayments" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_loan_repayments" PRIMARY KEY,
    "LoanId" TEXT NOT NULL,
    "PaidAt" INTEGER NOT NULL,
    "InterestPaid_Currency" TEXT NOT NULL,
    "InterestPaid_Minor" INTEGER NOT NULL,
    "PrincipalPaid_Currency" TEXT NOT NULL,
    "PrincipalPaid_Minor" INTEGER NOT NULL
);

CREATE TABLE "loans" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_loans" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "LoanOfferId" TEXT NOT NULL,
    "AnnualRatePercent" TEXT NOT NULL,
    "TermMonths" INTEGER NOT NULL,
    "DayCount" TEXT NOT NULL,
    "Purpose" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "DisbursedAt" INTEGER NOT NULL,
    "NextDueDate" TEXT NULL,
    "RepaidAt" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    "OutstandingPrincipal_Currency" TEXT NOT NULL,
    "OutstandingPrincipal_Minor" INTEGER NOT NULL,
    "Principal_Currency" TEXT NOT NULL,
    "Principal_Minor" INTEGER NOT NULL
);

CREATE TABLE "model_activations" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_model_activations" PRIMARY KEY,
    "Role" TEXT NOT NULL,
    "ModelId" TEXT NOT NULL,
    "UserId" TEXT NULL,
    "ActivatedAt" INTEGER NOT NULL
);

CREATE TABLE "monthly_activity" (
    "OrganizationId" TEXT NOT NULL,
    "Month" TEXT NOT NULL,
    "CapturedMinor" INTEGER NOT NULL,
    "RefundedMinor" INTEGER NOT NULL,
    "DisputedMinor" INTEGER NOT NULL,
    "InvoicesPaidMinor" INTEGER NOT NULL,
    "ExpensesMinor" INTEGER NOT NULL,
    "Captures" INTEGER NOT NULL,
    "Refunds" INTEGER NOT NULL,
    "Failures" INTEGER NOT NULL,
    "Disputes" INTEGER NOT NULL,
    "InvoicesIssued" INTEGER NOT NULL,
    "InvoicesPaid" INTEGER NOT NULL,
    "InvoicesOverdue" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "PK_monthly_activity" PRIMARY KEY ("OrganizationId", "Month")
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

CREATE TABLE "stored_models" (
    "Hash" TEXT NOT NULL CONSTRAINT "PK_stored_models" PRIMARY KEY,
    "Text" TEXT NOT NULL
);

CREATE UNIQUE INDEX "IX_credit_models_Hash" ON "credit_models" ("Hash");

CREATE UNIQUE INDEX "IX_credit_scores_OrganizationId_Number" ON "credit_scores" ("OrganizationId", "Number");

CREATE INDEX "IX_loan_offers_OrganizationId_CreatedAt_Id" ON "loan_offers" ("OrganizationId", "CreatedAt", "Id");

CREATE INDEX "IX_loan_offers_RequestId" ON "loan_offers" ("RequestId");

CREATE INDEX "IX_loan_repayments_LoanId_PaidAt" ON "loan_repayments" ("LoanId", "PaidAt");

CREATE INDEX "IX_loans_OrganizationId_DisbursedAt_Id" ON "loans" ("OrganizationId", "DisbursedAt", "Id");

CREATE INDEX "IX_loans_Status_NextDueDate" ON "loans" ("Status", "NextDueDate");

CREATE INDEX "IX_model_activations_ModelId" ON "model_activations" ("ModelId");
