ALTER TABLE report_contents ALTER COLUMN "Table" TYPE jsonb USING "Table"::jsonb;
