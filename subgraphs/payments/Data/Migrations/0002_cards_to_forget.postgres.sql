CREATE TABLE cards_to_forget (
    "Id" text NOT NULL,
    "Processor" text NOT NULL,
    "Token" text NOT NULL,
    "DueAt" timestamp with time zone NOT NULL,
    "UnansweredCount" integer NOT NULL,
    "Version" bigint NOT NULL,
    CONSTRAINT "PK_cards_to_forget" PRIMARY KEY ("Id")
);

CREATE INDEX "IX_cards_to_forget_DueAt" ON cards_to_forget ("DueAt");
