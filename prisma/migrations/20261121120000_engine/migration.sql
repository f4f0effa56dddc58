-- The job engine: batches that can be steered, schedules, pauses, results, retention and a shared budget for calls to Graph.

CREATE TYPE "batch_state" AS ENUM ('running', 'paused', 'ended', 'cancelled');
CREATE TYPE "catch_up" AS ENUM ('once', 'skip');

ALTER TABLE "fleet_state"
  ADD COLUMN "paused_by" TEXT,
  ADD COLUMN "paused_at" TIMESTAMPTZ(3),
  ADD COLUMN "paused_until" TIMESTAMPTZ(3),
  ADD COLUMN "purged_at" TIMESTAMPTZ(3),
  ADD COLUMN "trimmed_until" TIMESTAMPTZ(3),
  ADD COLUMN "trimmed_run_id" UUID,
  ADD COLUMN "alerts_checked_at" TIMESTAMPTZ(3);

-- Names sort as people expect, in any language: upper beside lower case, accents beside their letters.
ALTER TABLE "tenant" ALTER COLUMN "name" TYPE TEXT COLLATE "und-x-icu";

ALTER TABLE "tenant"
  ADD COLUMN "device_count" INTEGER,
  ADD COLUMN "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "run_limit" INTEGER,
  ADD COLUMN "paused_by" TEXT,
  ADD COLUMN "paused_at" TIMESTAMPTZ(3),
  ADD COLUMN "paused_until" TIMESTAMPTZ(3);

ALTER TABLE "batch"
  ADD COLUMN "selection" JSONB NOT NULL DEFAULT '{"kind":"tenants"}',
  ADD COLUMN "schedule_id" UUID,
  ADD COLUMN "state" "batch_state" NOT NULL DEFAULT 'running',
  ADD COLUMN "paused_by" TEXT,
  ADD COLUMN "paused_at" TIMESTAMPTZ(3),
  ADD COLUMN "paused_until" TIMESTAMPTZ(3),
  ADD COLUMN "ended_at" TIMESTAMPTZ(3),
  ADD COLUMN "end_counts" JSONB;

ALTER TABLE "run"
  ADD COLUMN "schedule_id" UUID,
  ADD COLUMN "deadline_at" TIMESTAMPTZ(3),
  ADD COLUMN "cancelled_by" TEXT,
  ADD COLUMN "cancel_at" TIMESTAMPTZ(3),
  ADD COLUMN "result_rows" INTEGER,
  ADD COLUMN "traceparent" TEXT;

ALTER TABLE "worker"
  ADD COLUMN "worked_at" TIMESTAMPTZ(3),
  ADD COLUMN "wedged_at" TIMESTAMPTZ(3);

CREATE TABLE "schedule" (
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "selection" JSONB NOT NULL,
    "cron" TEXT,
    "time_zone" TEXT,
    "every_minutes" INTEGER,
    "spread_minutes" INTEGER NOT NULL,
    "catch_up" "catch_up" NOT NULL DEFAULT 'once',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3),
    "fired_at" TIMESTAMPTZ(3),
    "missed_at" TIMESTAMPTZ(3),
    "problem_code" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "tenant_id" UUID,
    "detail" JSONB,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "job_setting" (
    "job" TEXT NOT NULL,
    "run_limit" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "job_setting_pkey" PRIMARY KEY ("job")
);

CREATE TABLE "graph_budget" (
    "scope" TEXT NOT NULL,
    "units" DOUBLE PRECISION NOT NULL,
    "capacity" DOUBLE PRECISION NOT NULL,
    "granted" DOUBLE PRECISION NOT NULL,
    "filled_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_until" TIMESTAMPTZ(3),

    CONSTRAINT "graph_budget_pkey" PRIMARY KEY ("scope")
);

CREATE TABLE "run_result" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "run_result_pkey" PRIMARY KEY ("run_id","key")
);

CREATE TABLE "directory_device" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT,
    "device_id" TEXT,
    "operating_system" TEXT,
    "operating_system_version" TEXT,
    "account_enabled" BOOLEAN,
    "trust_type" TEXT,
    "generation" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_device_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE INDEX "tenant_tags_idx" ON "tenant" USING GIN ("tags");
CREATE INDEX "batch_schedule_id_created_at_idx" ON "batch"("schedule_id", "created_at");
CREATE INDEX "schedule_created_at_id_idx" ON "schedule"("created_at", "id");
CREATE INDEX "alert_opened_at_id_idx" ON "alert"("opened_at", "id");
CREATE INDEX "audit_actor_id_idx" ON "audit"("actor", "id");

CREATE INDEX "batch_open_idx" ON "batch" ("created_at") WHERE "ended_at" IS NULL;
CREATE INDEX "schedule_due_idx" ON "schedule" ("next_at") WHERE "enabled";
CREATE UNIQUE INDEX "alert_open_key" ON "alert" ("kind", "subject") WHERE "closed_at" IS NULL;
CREATE INDEX "run_heartbeat_idx" ON "run" ("finished_at") WHERE "trigger" = 'heartbeat' AND "state" = 'succeeded';
-- Under row-level policies the planner does not use the statistics of "state": that few runs have no end is what leads it to these three.
DROP INDEX "run_due_idx";
CREATE INDEX "run_due_idx" ON "run" ("tenant_id", "created_at", "id")
  WHERE "rung_at" IS NULL AND "finished_at" IS NULL AND "state" IN ('queued', 'waiting');
CREATE INDEX "run_held_idx" ON "run" ("reason_code") WHERE "reason_code" IS NOT NULL AND "finished_at" IS NULL;
CREATE INDEX "run_deadline_idx" ON "run" ("deadline_at") WHERE "deadline_at" IS NOT NULL AND "finished_at" IS NULL;
-- Runs of a schedule that have not begun, by when they were to begin.
CREATE INDEX "run_expected_idx" ON "run" ("schedule_id", "not_before") WHERE "schedule_id" IS NOT NULL AND "state" = 'queued';
-- Ended runs whose results are kept, newest of each tenant and job first.
CREATE INDEX "run_kept_results_idx" ON "run" ("tenant_id", "job", "finished_at" DESC) WHERE "result_rows" IS NOT NULL AND "finished_at" IS NOT NULL;
-- A schedule never has two active runs of one tenant.
CREATE UNIQUE INDEX "run_one_of_schedule_key" ON "run" ("schedule_id", "tenant_id")
  WHERE "schedule_id" IS NOT NULL AND "state" IN ('queued', 'running', 'waiting', 'held');

GRANT SELECT, INSERT, UPDATE, DELETE ON "run_result", "directory_device" TO "tenantry_tenant";
GRANT UPDATE ("device_count") ON "tenant" TO "tenantry_tenant";
GRANT SELECT, INSERT, UPDATE, DELETE ON "schedule", "alert", "job_setting", "graph_budget" TO "tenantry_fleet";

DO $$
DECLARE
  "name" text;
BEGIN
  FOREACH "name" IN ARRAY ARRAY['run_result', 'directory_device'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', "name");
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', "name");
    EXECUTE format(
      'CREATE POLICY "own_tenant" ON %I TO "tenantry_tenant" USING ("tenant_id" = nullif(current_setting(''tenantry.tenant_id'', true), '''')::uuid)',
      "name"
    );
  END LOOP;
END $$;
