CREATE TABLE "inbox" (
    "EventId" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "ConsumedAt" INTEGER NOT NULL
);

CREATE TABLE "metrics" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_metrics" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Description" TEXT NULL,
    "Expression" TEXT NOT NULL,
    "Type" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "DefinedOn" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL
);

CREATE TABLE "outbox" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "Id" TEXT NULL,
    "Topic" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Envelope" TEXT NOT NULL
);

CREATE TABLE "payment_days" (
    "OrganizationId" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "AuthorizedCount" INTEGER NOT NULL,
    "HeldCount" INTEGER NOT NULL,
    "FailedCount" INTEGER NOT NULL,
    "VoidedCount" INTEGER NOT NULL,
    "RefundCount" INTEGER NOT NULL,
    "DisputeCount" INTEGER NOT NULL,
    "UpdatedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_payment_days" PRIMARY KEY ("OrganizationId", "Day", "Currency")
);

CREATE TABLE "report_contents" (
    "ReportId" TEXT NOT NULL CONSTRAINT "PK_report_contents" PRIMARY KEY,
    "Table" TEXT NOT NULL
);

CREATE TABLE "report_notices" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_report_notices" PRIMARY KEY,
    "ReportId" TEXT NOT NULL,
    "Recipient" TEXT NOT NULL,
    "Format" TEXT NOT NULL,
    "SentAt" INTEGER NULL,
    "Attempts" INTEGER NOT NULL,
    "NextAttemptAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "report_schedules" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_report_schedules" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Range" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Frequency" TEXT NOT NULL,
    "Weekday" TEXT NULL,
    "DayOfMonth" INTEGER NULL,
    "Time" TEXT NOT NULL,
    "TimeZone" TEXT NOT NULL,
    "Format" TEXT NOT NULL,
    "Recipients" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "NextRunAt" INTEGER NULL,
    "LastRunAt" INTEGER NULL,
    "CancelledAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "reports" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_reports" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "RowCount" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ScheduleId" TEXT NULL,
    "DueAt" INTEGER NULL
);

CREATE TABLE "restricted_users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_restricted_users" PRIMARY KEY,
    "RestrictedAt" INTEGER NOT NULL
);

CREATE TABLE "revenue_days" (
    "OrganizationId" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "Source" TEXT NOT NULL,
    "RevenueMinor" INTEGER NOT NULL,
    "RefundsMinor" INTEGER NOT NULL,
    "FeesMinor" INTEGER NOT NULL,
    "EntryCount" INTEGER NOT NULL,
    "UpdatedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_revenue_days" PRIMARY KEY ("OrganizationId", "Day", "Currency", "Source")
);

CREATE TABLE "transaction_days" (
    "OrganizationId" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "Currency" TEXT NOT NULL,
    "RiskLevel" TEXT NOT NULL,
    "JudgedCount" INTEGER NOT NULL,
    "JudgedMinor" INTEGER NOT NULL,
    "HeldCount" INTEGER NOT NULL,
    "RejectedCount" INTEGER NOT NULL,
    "ReleasedCount" INTEGER NOT NULL,
    "CompletedCount" INTEGER NOT NULL,
    "RiskScoreMicros" INTEGER NOT NULL,
    "UpdatedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_transaction_days" PRIMARY KEY ("OrganizationId", "Day", "Currency", "RiskLevel")
);

CREATE TABLE "user_days" (
    "OrganizationId" TEXT NOT NULL,
    "Day" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "ActionCount" INTEGER NOT NULL,
    "LastActiveAt" INTEGER NOT NULL,
    "UpdatedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_user_days" PRIMARY KEY ("OrganizationId", "Day", "UserId")
);

CREATE TABLE "users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_users" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "RegisteredAt" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "IX_metrics_OrganizationId_Name" ON "metrics" ("OrganizationId", "Name");

CREATE INDEX "IX_report_notices_ReportId" ON "report_notices" ("ReportId");

CREATE INDEX "IX_report_notices_SentAt_NextAttemptAt" ON "report_notices" ("SentAt", "NextAttemptAt");

CREATE INDEX "IX_report_schedules_NextRunAt" ON "report_schedules" ("NextRunAt");

CREATE INDEX "IX_report_schedules_OrganizationId_CreatedAt_Id" ON "report_schedules" ("OrganizationId", "CreatedAt", "Id");

CREATE INDEX "IX_reports_OrganizationId_CreatedAt_Id" ON "reports" ("OrganizationId", "CreatedAt", "Id");

CREATE UNIQUE INDEX "IX_reports_ScheduleId_DueAt" ON "reports" ("ScheduleId", "DueAt");

CREATE INDEX "IX_user_days_UserId" ON "user_days" ("UserId");

CREATE INDEX "IX_users_OrganizationId" ON "users" ("OrganizationId");
