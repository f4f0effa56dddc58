-- A sync asks which other runs of its tenant have not ended, and how the last one ended; a tenant keeps thousands of runs.
CREATE INDEX "run_unfinished_idx" ON "run" ("tenant_id") WHERE "finished_at" IS NULL;
CREATE INDEX "run_newest_end_idx" ON "run" ("tenant_id", "job", "finished_at" DESC) WHERE "started_at" IS NOT NULL AND "finished_at" IS NOT NULL;
