CREATE TABLE "encrypted_columns" (
    "Table" TEXT NOT NULL,
    "Column" TEXT NOT NULL,
    "IndexColumn" TEXT NULL,
    "Probe" TEXT NOT NULL,
    CONSTRAINT "PK_encrypted_columns" PRIMARY KEY ("Table", "Column")
);

ALTER TABLE "users" ADD "EmailIndex" TEXT NULL;

CREATE UNIQUE INDEX "IX_users_EmailIndex" ON "users" ("EmailIndex");

DROP INDEX "IX_users_Email";
