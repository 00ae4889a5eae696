CREATE TABLE "encrypted_columns" (
    "Table" TEXT NOT NULL,
    "Column" TEXT NOT NULL,
    "IndexColumn" TEXT NULL,
    "Probe" TEXT NOT NULL,
    CONSTRAINT "PK_encrypted_columns" PRIMARY KEY ("Table", "Column")
);
