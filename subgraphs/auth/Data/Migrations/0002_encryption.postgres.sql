CREATE TABLE encrypted_columns (
    "Table" text NOT NULL,
    "Column" text NOT NULL,
    "IndexColumn" text,
    "Probe" text NOT NULL,
    CONSTRAINT "PK_encrypted_columns" PRIMARY KEY ("Table", "Column")
);

ALTER TABLE users ADD "EmailIndex" text;

CREATE UNIQUE INDEX "IX_users_EmailIndex" ON users ("EmailIndex");

DROP INDEX "IX_users_Email";
