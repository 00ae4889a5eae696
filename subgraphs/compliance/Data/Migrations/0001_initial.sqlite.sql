CREATE TABLE "audit_entries" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_audit_entries" PRIMARY KEY,
    "Id" TEXT NULL,
    "Action" TEXT NOT NULL,
    "SubjectId" TEXT NOT NULL,
    "OrganizationId" TEXT NULL,
    "ActorId" TEXT NULL,
    "EventId" TEXT NULL,
    "Details" TEXT NOT NULL,
    "OccurredAt" INTEGER NOT NULL,
    "PreviousHash" TEXT NOT NULL,
    "Hash" TEXT NOT NULL
);

CREATE TABLE "consents" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_consents" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "ThirdParty" TEXT NOT NULL,
    "AccountIds" TEXT NOT NULL,
    "Scopes" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "AuthenticatedAt" INTEGER NOT NULL,
    "FrequencyPerDay" INTEGER NOT NULL,
    "UsedOn" TEXT NULL,
    "UseCount" INTEGER NOT NULL,
    "RevokedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "data_request_parts" (
    "DataRequestId" TEXT NOT NULL,
    "Subgraph" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "IsLast" INTEGER NOT NULL,
    "AnsweredAt" INTEGER NOT NULL,
    "Refusal" TEXT NULL,
    "Collected" TEXT NOT NULL,
    "Erased" TEXT NOT NULL,
    CONSTRAINT "PK_data_request_parts" PRIMARY KEY ("DataRequestId", "Subgraph", "Number")
);

CREATE TABLE "data_requests" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_data_requests" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "Type" TEXT NOT NULL,
    "Details" TEXT NULL,
    "CorrectName" TEXT NULL,
    "CorrectEmail" TEXT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "DueAt" INTEGER NOT NULL,
    "ExtensionReason" TEXT NULL,
    "AnsweredAt" INTEGER NULL,
    "Answer" TEXT NULL,
    "RestrictionLiftedAt" INTEGER NULL,
    "OverdueTold" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "dismissals" (
    "OrganizationId" TEXT NOT NULL,
    "SubjectHash" TEXT NOT NULL,
    "EntryHash" TEXT NOT NULL,
    "ScreeningId" TEXT NOT NULL,
    CONSTRAINT "PK_dismissals" PRIMARY KEY ("OrganizationId", "SubjectHash", "EntryHash")
);

CREATE TABLE "exchange_rates" (
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Date" TEXT NOT NULL,
    "Rate" TEXT NOT NULL,
    "SetAt" INTEGER NOT NULL,
    CONSTRAINT "PK_exchange_rates" PRIMARY KEY ("From", "To", "Date")
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

CREATE TABLE "rescreening_runs" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_rescreening_runs" PRIMARY KEY,
    "Cause" TEXT NOT NULL,
    "CauseId" TEXT NOT NULL,
    "ListRevision" INTEGER NOT NULL,
    "DueAt" INTEGER NOT NULL,
    "RanAt" INTEGER NOT NULL,
    "SubjectCount" INTEGER NOT NULL,
    "ChangedCount" INTEGER NOT NULL
);

CREATE TABLE "rescreening_schedules" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_rescreening_schedules" PRIMARY KEY,
    "Scope" TEXT NOT NULL,
    "EveryDays" INTEGER NOT NULL,
    "NextRunAt" INTEGER NOT NULL,
    "LastRunAt" INTEGER NULL,
    "CreatedById" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "restricted_users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_restricted_users" PRIMARY KEY,
    "RestrictedAt" INTEGER NOT NULL
);

CREATE TABLE "risk_assessments" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_risk_assessments" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Level" TEXT NOT NULL,
    "Score" TEXT NOT NULL,
    "AssessedAt" INTEGER NOT NULL,
    "Factors" TEXT NOT NULL
);

CREATE TABLE "risk_profiles" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_risk_profiles" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "RegisteredAt" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "Country" TEXT NULL,
    "Captures" INTEGER NOT NULL,
    "LargeCaptures" INTEGER NOT NULL,
    "UnpricedCaptures" INTEGER NOT NULL,
    "Failures" INTEGER NOT NULL,
    "Disputes" INTEGER NOT NULL,
    "Held" INTEGER NOT NULL,
    "Rejected" INTEGER NOT NULL,
    "FromSanctionedCountries" INTEGER NOT NULL,
    "FromHighRiskCountries" INTEGER NOT NULL,
    "NameScreening" TEXT NOT NULL,
    "Assessments" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "screenings" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_screenings" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "RequestedById" TEXT NULL,
    "SubjectId" TEXT NULL,
    "PreviousScreeningId" TEXT NULL,
    "SubjectHash" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Type" TEXT NULL,
    "BirthDate" TEXT NULL,
    "Country" TEXT NULL,
    "Identifiers" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "RiskLevel" TEXT NOT NULL,
    "Matches" TEXT NOT NULL,
    "Lists" TEXT NOT NULL,
    "Algorithm" TEXT NOT NULL,
    "ScreenedAt" INTEGER NOT NULL,
    "ReviewedAt" INTEGER NULL,
    "ReviewReason" TEXT NULL,
    "ReviewerId" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "watchlist_entries" (
    "WatchlistId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Hash" TEXT NOT NULL,
    "SinceRevision" INTEGER NOT NULL,
    "SourceId" TEXT NOT NULL,
    "Type" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Aliases" TEXT NOT NULL,
    "BirthDates" TEXT NOT NULL,
    "Country" TEXT NULL,
    "Identifiers" TEXT NOT NULL,
    CONSTRAINT "PK_watchlist_entries" PRIMARY KEY ("WatchlistId", "Number")
);

CREATE TABLE "watchlists" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_watchlists" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Format" TEXT NOT NULL,
    "Revision" INTEGER NOT NULL,
    "EntryCount" INTEGER NOT NULL,
    "AddedCount" INTEGER NOT NULL,
    "RemovedCount" INTEGER NOT NULL,
    "RescreenedRevision" INTEGER NOT NULL,
    "ContentHash" TEXT NOT NULL,
    "ImportedAt" INTEGER NOT NULL,
    "ImportedById" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE INDEX "IX_audit_entries_ActorId" ON "audit_entries" ("ActorId");

CREATE INDEX "IX_audit_entries_OccurredAt_Sequence" ON "audit_entries" ("OccurredAt", "Sequence");

CREATE INDEX "IX_audit_entries_OrganizationId_Sequence" ON "audit_entries" ("OrganizationId", "Sequence");

CREATE INDEX "IX_audit_entries_SubjectId" ON "audit_entries" ("SubjectId");

CREATE INDEX "IX_consents_Status_ExpiresAt" ON "consents" ("Status", "ExpiresAt");

CREATE INDEX "IX_consents_UserId_CreatedAt" ON "consents" ("UserId", "CreatedAt");

CREATE INDEX "IX_data_requests_DueAt_Id" ON "data_requests" ("DueAt", "Id");

CREATE INDEX "IX_data_requests_UserId_CreatedAt" ON "data_requests" ("UserId", "CreatedAt");

CREATE UNIQUE INDEX "IX_rescreening_runs_CauseId_ListRevision_DueAt" ON "rescreening_runs" ("CauseId", "ListRevision", "DueAt");

CREATE INDEX "IX_rescreening_schedules_NextRunAt" ON "rescreening_schedules" ("NextRunAt");

CREATE UNIQUE INDEX "IX_rescreening_schedules_Scope" ON "rescreening_schedules" ("Scope");

CREATE UNIQUE INDEX "IX_risk_assessments_UserId_Number" ON "risk_assessments" ("UserId", "Number");

CREATE INDEX "IX_screenings_OrganizationId_ScreenedAt_Id" ON "screenings" ("OrganizationId", "ScreenedAt", "Id");

CREATE INDEX "IX_screenings_OrganizationId_SubjectHash" ON "screenings" ("OrganizationId", "SubjectHash");

CREATE INDEX "IX_screenings_SubjectId" ON "screenings" ("SubjectId");

CREATE UNIQUE INDEX "IX_watchlists_Name" ON "watchlists" ("Name");
