CREATE TABLE account_days (
    "AccountId" text NOT NULL,
    "Currency" character varying(3) NOT NULL,
    "Day" date NOT NULL,
    "OrganizationId" text NOT NULL,
    "NetDebitMinor" bigint NOT NULL,
    CONSTRAINT "PK_account_days" PRIMARY KEY ("AccountId", "Currency", "Day")
);

CREATE TABLE accounts (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "Code" text NOT NULL,
    "Name" text NOT NULL,
    "Type" text NOT NULL,
    "CashFlowActivity" text NOT NULL,
    "IsStandard" boolean NOT NULL,
    "IsActive" boolean NOT NULL,
    "OpenedAt" timestamp with time zone NOT NULL,
    "ClosedAt" timestamp with time zone,
    "Version" bigint NOT NULL,
    CONSTRAINT "PK_accounts" PRIMARY KEY ("Id")
);

CREATE TABLE bank_statement_lines (
    "StatementId" text NOT NULL,
    "Number" integer NOT NULL,
    "Date" date NOT NULL,
    "Reference" text,
    "Description" text,
    "SourceType" text,
    "SourceId" text,
    "PaymentId" text,
    "Amount_Currency" character varying(3) NOT NULL,
    "Amount_Minor" bigint NOT NULL,
    CONSTRAINT "PK_bank_statement_lines" PRIMARY KEY ("StatementId", "Number")
);

CREATE TABLE bank_statements (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "AccountId" text NOT NULL,
    "Format" text,
    "Processor" text,
    "IsComplete" boolean NOT NULL,
    "ContentHash" text NOT NULL,
    "From" date NOT NULL,
    "To" date NOT NULL,
    "LineCount" integer NOT NULL,
    "ImportedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_bank_statements" PRIMARY KEY ("Id")
);

CREATE TABLE books (
    "OrganizationId" text NOT NULL,
    "Currency" character varying(3) NOT NULL,
    "OpenedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_books" PRIMARY KEY ("OrganizationId")
);

CREATE TABLE discrepancies (
    "ReconciliationId" text NOT NULL,
    "Number" integer NOT NULL,
    "StatementId" text NOT NULL,
    "Kind" text NOT NULL,
    "Date" date NOT NULL,
    "LineNumber" integer,
    "JournalEntryId" text,
    "Difference_Currency" character varying(3) NOT NULL,
    "Difference_Minor" bigint NOT NULL,
    CONSTRAINT "PK_discrepancies" PRIMARY KEY ("ReconciliationId", "Number")
);

CREATE TABLE exchange_rates (
    "Id" text NOT NULL,
    "From" character varying(3) NOT NULL,
    "To" character varying(3) NOT NULL,
    "Date" date NOT NULL,
    "Rate" numeric NOT NULL,
    "SetAt" timestamp with time zone NOT NULL,
    "Version" bigint NOT NULL,
    CONSTRAINT "PK_exchange_rates" PRIMARY KEY ("Id")
);

CREATE TABLE fiscal_periods (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "FiscalYearId" text NOT NULL,
    "From" date NOT NULL,
    "To" date NOT NULL,
    "Status" text NOT NULL,
    "ClosedAt" timestamp with time zone,
    "ClosedByUserId" text,
    "ReopenedAt" timestamp with time zone,
    "ReopeningReason" text,
    "Version" bigint NOT NULL,
    CONSTRAINT "PK_fiscal_periods" PRIMARY KEY ("Id")
);

CREATE TABLE fiscal_years (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "Name" text NOT NULL,
    "From" date NOT NULL,
    "To" date NOT NULL,
    "OpenedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_fiscal_years" PRIMARY KEY ("Id")
);

CREATE TABLE idempotency_keys (
    "OrganizationId" text NOT NULL,
    "Operation" text NOT NULL,
    "Key" text NOT NULL,
    "InputHash" text NOT NULL,
    "ResultId" text NOT NULL,
    "AnsweredAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_idempotency_keys" PRIMARY KEY ("OrganizationId", "Operation", "Key")
);

CREATE TABLE inbox (
    "EventId" text NOT NULL,
    "ConsumedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_inbox" PRIMARY KEY ("EventId")
);

CREATE TABLE invoices (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "UserId" text NOT NULL,
    "Sequence" integer NOT NULL,
    "CustomerName" text NOT NULL,
    "Description" text,
    "DueDate" date NOT NULL,
    "Status" text NOT NULL,
    "CreatedAt" timestamp with time zone NOT NULL,
    "IssuedAt" timestamp with time zone,
    "PaidAt" timestamp with time zone,
    "CancelledAt" timestamp with time zone,
    "Version" bigint NOT NULL,
    "Amount_Currency" character varying(3) NOT NULL,
    "Amount_Minor" bigint NOT NULL,
    CONSTRAINT "PK_invoices" PRIMARY KEY ("Id")
);

CREATE TABLE journal_entries (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "UserId" text,
    "SourceType" text NOT NULL,
    "SourceId" text,
    "EffectiveDate" date NOT NULL,
    "Description" text NOT NULL,
    "Reference" text,
    "PostedAt" timestamp with time zone NOT NULL,
    "PaymentId" text,
    "Processor" text,
    "PostponedFrom" date,
    "PostponementReason" text,
    CONSTRAINT "PK_journal_entries" PRIMARY KEY ("Id")
);

CREATE TABLE journal_lines (
    "JournalEntryId" text NOT NULL,
    "Number" integer NOT NULL,
    "OrganizationId" text NOT NULL,
    "AccountId" text NOT NULL,
    "EffectiveDate" date NOT NULL,
    "Side" text NOT NULL,
    "Description" text,
    "Amount_Currency" character varying(3) NOT NULL,
    "Amount_Minor" bigint NOT NULL,
    CONSTRAINT "PK_journal_lines" PRIMARY KEY ("JournalEntryId", "Number"),
    CONSTRAINT amount_is_positive CHECK ("Amount_Minor" > 0)
);

CREATE TABLE outbox (
    "Sequence" bigint GENERATED BY DEFAULT AS IDENTITY,
    "Id" text,
    "Topic" text NOT NULL,
    "Key" text NOT NULL,
    "Envelope" text NOT NULL,
    CONSTRAINT "PK_outbox" PRIMARY KEY ("Sequence")
);

CREATE TABLE reconciliation_matches (
    "ReconciliationId" text NOT NULL,
    "LineNumber" integer NOT NULL,
    "StatementId" text NOT NULL,
    "AccountId" text NOT NULL,
    "JournalEntryId" text NOT NULL,
    "DaysApart" integer NOT NULL,
    "Difference_Currency" character varying(3) NOT NULL,
    "Difference_Minor" bigint NOT NULL,
    CONSTRAINT "PK_reconciliation_matches" PRIMARY KEY ("ReconciliationId", "LineNumber")
);

CREATE TABLE reconciliations (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "AccountId" text NOT NULL,
    "StatementId" text NOT NULL,
    "From" date NOT NULL,
    "To" date NOT NULL,
    "Status" text NOT NULL,
    "MatchedCount" integer NOT NULL,
    "DiscrepancyCount" integer NOT NULL,
    "ReconciledAt" timestamp with time zone NOT NULL,
    "Version" bigint NOT NULL,
    CONSTRAINT "PK_reconciliations" PRIMARY KEY ("Id")
);

CREATE TABLE restricted_users (
    "UserId" text NOT NULL,
    "RestrictedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_restricted_users" PRIMARY KEY ("UserId")
);

CREATE TABLE revaluation_lines (
    "RevaluationId" text NOT NULL,
    "Number" integer NOT NULL,
    "OrganizationId" text NOT NULL,
    "AsOf" date NOT NULL,
    "AccountId" text NOT NULL,
    "Rate" numeric NOT NULL,
    "Balance_Currency" character varying(3) NOT NULL,
    "Balance_Minor" bigint NOT NULL,
    "CarryingAmount_Currency" character varying(3) NOT NULL,
    "CarryingAmount_Minor" bigint NOT NULL,
    "Difference_Currency" character varying(3) NOT NULL,
    "Difference_Minor" bigint NOT NULL,
    "Value_Currency" character varying(3) NOT NULL,
    "Value_Minor" bigint NOT NULL,
    CONSTRAINT "PK_revaluation_lines" PRIMARY KEY ("RevaluationId", "Number")
);

CREATE TABLE revaluations (
    "Id" text NOT NULL,
    "OrganizationId" text NOT NULL,
    "AsOf" date NOT NULL,
    "JournalEntryId" text NOT NULL,
    "ReversalId" text NOT NULL,
    "RevaluedAt" timestamp with time zone NOT NULL,
    "Gain_Currency" character varying(3) NOT NULL,
    "Gain_Minor" bigint NOT NULL,
    "Loss_Currency" character varying(3) NOT NULL,
    "Loss_Minor" bigint NOT NULL,
    CONSTRAINT "PK_revaluations" PRIMARY KEY ("Id")
);

CREATE INDEX "IX_account_days_OrganizationId_Day" ON account_days ("OrganizationId", "Day");

CREATE UNIQUE INDEX "IX_accounts_OrganizationId_Code" ON accounts ("OrganizationId", "Code");

CREATE UNIQUE INDEX "IX_bank_statements_AccountId_ContentHash" ON bank_statements ("AccountId", "ContentHash");

CREATE INDEX "IX_bank_statements_AccountId_Processor_From" ON bank_statements ("AccountId", "Processor", "From");

CREATE UNIQUE INDEX "IX_exchange_rates_From_To_Date" ON exchange_rates ("From", "To", "Date");

CREATE INDEX "IX_fiscal_periods_FiscalYearId" ON fiscal_periods ("FiscalYearId");

CREATE UNIQUE INDEX "IX_fiscal_periods_OrganizationId_From" ON fiscal_periods ("OrganizationId", "From");

CREATE UNIQUE INDEX "IX_fiscal_years_OrganizationId_From" ON fiscal_years ("OrganizationId", "From");

CREATE UNIQUE INDEX "IX_invoices_OrganizationId_Sequence" ON invoices ("OrganizationId", "Sequence");

CREATE INDEX "IX_invoices_Status_DueDate" ON invoices ("Status", "DueDate");

CREATE INDEX "IX_journal_entries_OrganizationId_EffectiveDate" ON journal_entries ("OrganizationId", "EffectiveDate");

CREATE INDEX "IX_journal_entries_OrganizationId_PostedAt" ON journal_entries ("OrganizationId", "PostedAt");

CREATE INDEX "IX_journal_entries_PaymentId" ON journal_entries ("PaymentId");

CREATE UNIQUE INDEX "IX_journal_entries_SourceType_SourceId" ON journal_entries ("SourceType", "SourceId");

CREATE INDEX "IX_journal_lines_AccountId_EffectiveDate" ON journal_lines ("AccountId", "EffectiveDate");

CREATE INDEX "IX_journal_lines_OrganizationId_EffectiveDate" ON journal_lines ("OrganizationId", "EffectiveDate");

CREATE INDEX "IX_reconciliation_matches_AccountId_JournalEntryId" ON reconciliation_matches ("AccountId", "JournalEntryId");

CREATE INDEX "IX_reconciliations_OrganizationId_ReconciledAt" ON reconciliations ("OrganizationId", "ReconciledAt");

CREATE UNIQUE INDEX "IX_reconciliations_StatementId" ON reconciliations ("StatementId");

CREATE INDEX "IX_revaluation_lines_OrganizationId_AsOf" ON revaluation_lines ("OrganizationId", "AsOf");

CREATE INDEX "IX_revaluations_OrganizationId_RevaluedAt" ON revaluations ("OrganizationId", "RevaluedAt");
