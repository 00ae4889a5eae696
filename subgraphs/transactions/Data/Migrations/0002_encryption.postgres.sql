CREATE TABLE encrypted_columns (
    "Table" text NOT NULL,
    "Column" text NOT NULL,
    "IndexColumn" text,
    "Probe" text NOT NULL,
    CONSTRAINT "PK_encrypted_columns" PRIMARY KEY ("Table", "Column")
);
