CREATE TABLE "cards_to_forget" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_cards_to_forget" PRIMARY KEY,
    "Processor" TEXT NOT NULL,
    "Token" TEXT NOT NULL,
    "DueAt" INTEGER NOT NULL,
    "UnansweredCount" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE INDEX "IX_cards_to_forget_DueAt" ON "cards_to_forget" ("DueAt");
