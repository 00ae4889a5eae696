CREATE TABLE "credentials" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_credentials" PRIMARY KEY,
    "PasswordHash" TEXT NOT NULL,
    "ChangedAt" INTEGER NOT NULL,
    "Failures" INTEGER NOT NULL,
    "LockedUntil" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "inbox" (
    "EventId" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "ConsumedAt" INTEGER NOT NULL
);

CREATE TABLE "linked_accounts" (
    "Provider" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "UserId" TEXT NOT NULL,
    "LinkedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_linked_accounts" PRIMARY KEY ("Provider", "Subject")
);

CREATE TABLE "mailed_tokens" (
    "Hash" TEXT NOT NULL CONSTRAINT "PK_mailed_tokens" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Purpose" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "IssuedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL
);

CREATE TABLE "mfa_challenges" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_mfa_challenges" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Methods" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "CodeHash" TEXT NULL,
    "Attempts" INTEGER NOT NULL,
    "AnsweredAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "organizations" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_organizations" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL
);

CREATE TABLE "outbox" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "Id" TEXT NULL,
    "Topic" TEXT NOT NULL,
    "Key" TEXT NOT NULL,
    "Envelope" TEXT NOT NULL
);

CREATE TABLE "recovery_codes" (
    "UserId" TEXT NOT NULL,
    "Hash" TEXT NOT NULL,
    "UsedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "PK_recovery_codes" PRIMARY KEY ("UserId", "Hash")
);

CREATE TABLE "refresh_tokens" (
    "Hash" TEXT NOT NULL CONSTRAINT "PK_refresh_tokens" PRIMARY KEY,
    "SessionId" TEXT NOT NULL,
    "IssuedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "UsedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "restricted_users" (
    "UserId" TEXT NOT NULL CONSTRAINT "PK_restricted_users" PRIMARY KEY,
    "RestrictedAt" INTEGER NOT NULL
);

CREATE TABLE "second_factors" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_second_factors" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Method" TEXT NOT NULL,
    "SealedSeed" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "CodeHash" TEXT NULL,
    "EnrolledAt" INTEGER NOT NULL,
    "ConfirmedAt" INTEGER NULL,
    "Attempts" INTEGER NOT NULL,
    "LastStep" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "sessions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_sessions" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "OrganizationId" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "LastUsedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NULL,
    "EndReason" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "used_oauth_states" (
    "Hash" TEXT NOT NULL CONSTRAINT "PK_used_oauth_states" PRIMARY KEY,
    "ExpiresAt" INTEGER NOT NULL
);

CREATE TABLE "users" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_users" PRIMARY KEY,
    "OrganizationId" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Roles" TEXT NOT NULL,
    "EmailVerifiedAt" INTEGER NULL,
    "IsActive" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "waiting_mails" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_waiting_mails" PRIMARY KEY,
    "Sealed" TEXT NOT NULL,
    "WrittenAt" INTEGER NOT NULL,
    "NextAttemptAt" INTEGER NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE INDEX "IX_linked_accounts_UserId" ON "linked_accounts" ("UserId");

CREATE INDEX "IX_mailed_tokens_ExpiresAt" ON "mailed_tokens" ("ExpiresAt");

CREATE INDEX "IX_mailed_tokens_UserId" ON "mailed_tokens" ("UserId");

CREATE INDEX "IX_mfa_challenges_UserId" ON "mfa_challenges" ("UserId");

CREATE INDEX "IX_refresh_tokens_SessionId" ON "refresh_tokens" ("SessionId");

CREATE INDEX "IX_second_factors_UserId" ON "second_factors" ("UserId");

CREATE INDEX "IX_sessions_UserId_CreatedAt" ON "sessions" ("UserId", "CreatedAt");

CREATE INDEX "IX_used_oauth_states_ExpiresAt" ON "used_oauth_states" ("ExpiresAt");

CREATE UNIQUE INDEX "IX_users_Email" ON "users" ("Email");

CREATE INDEX "IX_users_OrganizationId" ON "users" ("OrganizationId");

CREATE INDEX "IX_waiting_mails_NextAttemptAt" ON "waiting_mails" ("NextAttemptAt");
