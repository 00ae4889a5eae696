CREATE TABLE "account_days" (
    "AccountId" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "NetDebitMinor" INTEGER NOT NULL,
    CONSTRAINT "PK_account_days" PRIMARY KEY ("AccountId", "Currency", "Day")
);

CREATE TABLE "accounts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_accounts" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Type" TEXT NOT NULL,
    "CashFlowActivity" TEXT NOT NULL,
    "IsStandard" INTEGER NOT NULL,
    "IsActive" INTEGER NOT NULL,
    "OpenedAt" INTEGER NOT NULL,
    "ClosedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "bank_statement_lines" (
    "StatementId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Date" TEXT NOT NULL,
    "Reference" TEXT NULL,
    "Description" TEXT NULL,
    "SourceType" TEXT NULL,
    "SourceId" TEXT NULL,
    "PaymentId" TEXT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL,
    CONSTRAINT "PK_bank_statement_lines" PRIMARY KEY ("StatementId", "Number")
);

CREATE TABLE "bank_statements" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_bank_statements" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "Format" TEXT NULL,
    "Processor" TEXT NULL,
    "IsComplete" INTEGER NOT NULL,
    "ContentHash" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "LineCount" INTEGER NOT NULL,
    "ImportedAt" INTEGER NOT NULL
);

CREATE TABLE "books" (
    "OrganizationId" TEXT NOT NULL CONSTRAINT "PK_books" PRIMARY KEY,
    "Currency" TEXT NOT NULL,
    "OpenedAt" INTEGER NOT NULL
);

CREATE TABLE "discrepancies" (
    "ReconciliationId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "StatementId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Date" TEXT NOT NULL,
    "LineNumber" INTEGER NULL,
    "JournalEntryId" TEXT NULL,
    "Difference_Currency" TEXT NOT NULL,
    "Difference_Minor" INTEGER NOT NULL,
    CONSTRAINT "PK_discrepancies" PRIMARY KEY ("ReconciliationId", "Number")
);

CREATE TABLE "exchange_rates" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_exchange_rates" PRIMARY KEY,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Date" TEXT NOT NULL,
    "Rate" TEXT NOT NULL,
    "SetAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "fiscal_periods" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_fiscal_periods" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "FiscalYearId" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "ClosedAt" INTEGER NULL,
    "ClosedByUserId" TEXT NULL,
    "ReopenedAt" INTEGER NULL,
    "ReopeningReason" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "fiscal_years" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_fiscal_years" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "OpenedAt" INTEGER NOT NULL
);

CREATE TABLE "idempotency_keys" (
    "OrganizationId" TEXT NOT NULL,
    "Operation" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "InputHash" TEXT NOT NULL,
    "ResultId" TEXT NOT NULL,
    "AnsweredAt" INTEGER NOT NULL,
    CONSTRAINT "PK_idempotency_keys" PRIMARY KEY ("OrganizationId", "Operation", "Key")
);

CREATE TABLE "inbox" (
    "EventId" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "ConsumedAt" INTEGER NOT NULL
);

CREATE TABLE "invoices" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_invoices" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "CustomerName" TEXT NOT NULL,
    "Description" TEXT NULL,
    "DueDate" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "IssuedAt" INTEGER NULL,
    "PaidAt" INTEGER NULL,
    "CancelledAt" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL
);

CREATE TABLE "journal_entries" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_journal_entries" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NULL,
    "SourceType" TEXT NOT NULL,
    "SourceId" TEXT NULL,
    "EffectiveDate" TEXT NOT NULL,
    "Description" TEXT NOT NULL,
    "Reference" TEXT NULL,
    "PostedAt" INTEGER NOT NULL,
    "PaymentId" TEXT NULL,
    "Processor" TEXT NULL,
    "PostponedFrom" TEXT NULL,
    "PostponementReason" TEXT NULL
);

CREATE TABLE "journal_lines" (
    "JournalEntryId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "EffectiveDate" TEXT NOT NULL,
    "Side" TEXT NOT NULL,
    "Description" TEXT NULL,
    "Amount_Currency" TEXT NOT NULL,
    "Amount_Minor" INTEGER NOT NULL,
    CONSTRAINT "PK_journal_lines" PRIMARY KEY ("JournalEntryId", "Number"),
    CONSTRAINT "amount_is_positive" CHECK ("Amount_Minor" > 0)
);

CREATE TABLE "outbox" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "Id" TEXT NULL,
    "Topic" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Envelope" TEXT NOT NULL
);

CREATE TABLE "reconciliation_matches" (
    "ReconciliationId" TEXT NOT NULL,
    "LineNumber" INTEGER NOT NULL,
    "StatementId" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "JournalEntryId" TEXT NOT NULL,
    "DaysApart" INTEGER NOT NULL,
    "Difference_Currency" TEXT NOT NULL,
    "Difference_Minor" INTEGER NOT NULL,
    CONSTRAINT "PK_reconciliation_matches" PRIMARY KEY ("ReconciliationId", "LineNumber")
);

CREATE TABLE "reconciliations" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_reconciliations" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "StatementId" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "MatchedCount" INTEGER NOT NULL,
    "DiscrepancyCount" INTEGER NOT NULL,
    "ReconciledAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "restricted_users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_restricted_users" PRIMARY KEY,
    "RestrictedAt" INTEGER NOT NULL
);

CREATE TABLE "revaluation_lines" (
    "RevaluationId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "AsOf" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "Rate" TEXT NOT NULL,
    "Balance_Currency" TEXT NOT NULL,
    "Balance_Minor" INTEGER NOT NULL,
    "CarryingAmount_Currency" TEXT NOT NULL,
    "CarryingAmount_Minor" INTEGER NOT NULL,
    "Difference_Currency" TEXT NOT NULL,
    "Difference_Minor" INTEGER NOT NULL,
    "Value_Currency" TEXT NOT NULL,
    "Value_Minor" INTEGER NOT NULL,
    CONSTRAINT "PK_revaluation_lines" PRIMARY KEY ("RevaluationId", "Number")
);

CREATE TABLE "revaluations" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_revaluations" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "AsOf" TEXT NOT NULL,
    "JournalEntryId" TEXT NOT NULL,
    "ReversalId" TEXT NOT NULL,
    "RevaluedAt" INTEGER NOT NULL,
    "Gain_Currency" TEXT NOT NULL,
    "Gain_Minor" INTEGER NOT NULL,
    "Loss_Currency" TEXT NOT NULL,
    "Loss_Minor" INTEGER NOT NULL
);

CREATE INDEX "IX_account_days_OrganizationId_Day" ON "account_days" ("OrganizationId", "Day");

CREATE UNIQUE INDEX "IX_accounts_OrganizationId_Code" ON "accounts" ("OrganizationId", "Code");

CREATE UNIQUE INDEX "IX_bank_statements_AccountId_ContentHash" ON "bank_statements" ("AccountId", "ContentHash");

CREATE INDEX "IX_bank_statements_AccountId_Processor_From" ON "bank_statements" ("AccountId", "Processor", "From");

CREATE UNIQUE INDEX "IX_exchange_rates_From_To_Date" ON "exchange_rates" ("From", "To", "Date");

CREATE INDEX "IX_fiscal_periods_FiscalYearId" ON "fiscal_periods" ("FiscalYearId");

CREATE UNIQUE INDEX "IX_fiscal_periods_OrganizationId_From" ON "fiscal_periods" ("OrganizationId", "From");

CREATE UNIQUE INDEX "IX_fiscal_years_OrganizationId_From" ON "fiscal_years" ("OrganizationId", "From");

CREATE UNIQUE INDEX "IX_invoices_OrganizationId_Sequence" ON "invoices" ("OrganizationId", "Sequence");

CREATE INDEX "IX_invoices_Status_DueDate" ON "invoices" ("Status", "DueDate");

CREATE INDEX "IX_journal_entries_OrganizationId_EffectiveDate" ON "journal_entries" ("OrganizationId", "EffectiveDate");

CREATE INDEX "IX_journal_entries_OrganizationId_PostedAt" ON "journal_entries" ("OrganizationId", "PostedAt");

CREATE INDEX "IX_journal_entries_PaymentId" ON "journal_entries" ("PaymentId");

CREATE UNIQUE INDEX "IX_journal_entries_SourceType_SourceId" ON "journal_entries" ("SourceType", "SourceId");

CREATE INDEX "IX_journal_lines_AccountId_EffectiveDate" ON "journal_lines" ("AccountId", "EffectiveDate");

CREATE INDEX "IX_journal_lines_OrganizationId_EffectiveDate" ON "journal_lines" ("OrganizationId", "EffectiveDate");

CREATE INDEX "IX_reconciliation_matches_AccountId_JournalEntryId" ON "reconciliation_matches" ("AccountId", "JournalEntryId");

CREATE INDEX "IX_reconciliations_OrganizationId_ReconciledAt" ON "reconciliations" ("OrganizationId", "ReconciledAt");

CREATE UNIQUE INDEX "IX_reconciliations_StatementId" ON "reconciliations" ("StatementId");

CREATE INDEX "IX_revaluation_lines_OrganizationId_AsOf" ON "revaluation_lines" ("OrganizationId", "AsOf");

CREATE INDEX "IX_revaluations_OrganizationId_RevaluedAt" ON "revaluations" ("OrganizationId", "RevaluedAt");
