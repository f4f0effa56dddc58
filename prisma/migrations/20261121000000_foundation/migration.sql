-- What follows is what Prisma's engine writes for schema.prisma.
-- CreateEnum
CREATE TYPE "connection_state" AS ENUM ('settling', 'active', 'degraded', 'not_granted', 'needs_consent', 'unclaimed', 'disconnected', 'erased', 'suspended');

-- CreateEnum
CREATE TYPE "consent_request_state" AS ENUM ('pending', 'returned', 'granted', 'not_granted', 'declined', 'failed', 'expired');

-- CreateEnum
CREATE TYPE "session_kind" AS ENUM ('operator', 'tenant_admin');

-- CreateEnum
CREATE TYPE "lane" AS ENUM ('prompt', 'bulk');

-- CreateEnum
CREATE TYPE "run_state" AS ENUM ('queued', 'running', 'waiting', 'held', 'succeeded', 'partial', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sign_in_host" TEXT NOT NULL,
    "directory_client_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fleet_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "not_before" TIMESTAMPTZ(3),
    "credential_broken_since" TIMESTAMPTZ(3),
    "credential_error_code" TEXT,

    "credential_tried_at" TIMESTAMPTZ(3),

    CONSTRAINT "fleet_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "default_domain" TEXT,
    "external_ref" TEXT,
    "invitation_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "user_count" INTEGER,
    "group_count" INTEGER,
    "membership_count" INTEGER,
    "directory_synced_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "connection" (
    "tenant_id" UUID NOT NULL,
    "state" "connection_state" NOT NULL,
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason_code" TEXT,
    "manifest_version" INTEGER NOT NULL,
    "granted_permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "token_generation" INTEGER NOT NULL DEFAULT 1,
    "consented_at" TIMESTAMPTZ(3),
    "settling_since" TIMESTAMPTZ(3),
    "proof_tries" INTEGER NOT NULL DEFAULT 0,
    "last_try_at" TIMESTAMPTZ(3),
    "last_try_code" TEXT,
    "proven_at" TIMESTAMPTZ(3),
    "propagation_ms" INTEGER,
    "suspect_since" TIMESTAMPTZ(3),
    "heartbeat_due_at" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "check_requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "consent_request" (
    "id" UUID NOT NULL,
    "state_hash" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "tenant_name" TEXT NOT NULL,
    "invitation_id" UUID,
    "person_oid" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "person_is_tenant_admin" BOOLEAN NOT NULL,
    "needs_confirmation" BOOLEAN NOT NULL,
    "roles_held" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "manifest_version" INTEGER NOT NULL,
    "state" "consent_request_state" NOT NULL DEFAULT 'pending',
    "outcome_code" TEXT,
    "correlation_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "external_ref" TEXT,
    "named_tenant_id" UUID,
    "named_domain" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "kind" "session_kind" NOT NULL,
    "tenant_id" UUID NOT NULL,
    "oid" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "role" TEXT,
    "wids" TEXT[],
    "wids_known" BOOLEAN NOT NULL,
    "login_hint" TEXT,
    "signed_in_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "tenant_count" INTEGER NOT NULL,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "lane" "lane" NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "batch_id" UUID,
    "state" "run_state" NOT NULL DEFAULT 'queued',
    "reason_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "slice" INTEGER NOT NULL DEFAULT 0,
    "ring" INTEGER NOT NULL DEFAULT 0,
    "rung_at" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "claimed_by" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "checkpoint" JSONB,
    "progress" JSONB,
    "result" JSONB,
    "error_domain" TEXT,
    "error_code" TEXT,
    "error_detail" JSONB,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_event" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_log" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "run_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_cursor" (
    "tenant_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "select_hash" TEXT NOT NULL,
    "delta_link" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_cursor_pkey" PRIMARY KEY ("tenant_id","resource")
);

-- CreateTable
CREATE TABLE "directory_user" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT,
    "user_principal_name" TEXT,
    "mail" TEXT,
    "account_enabled" BOOLEAN,
    "user_type" TEXT,
    "generation" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_user_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "directory_group" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT,
    "mail" TEXT,
    "mail_enabled" BOOLEAN,
    "security_enabled" BOOLEAN,
    "generation" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_group_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "directory_membership" (
    "tenant_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "member_type" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,

    CONSTRAINT "directory_membership_pkey" PRIMARY KEY ("tenant_id","group_id","member_id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tenant_id" UUID,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "running" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tenant_name_tenant_id_idx" ON "tenant"("name", "tenant_id");

-- CreateIndex
CREATE INDEX "connection_state_tenant_id_idx" ON "connection"("state", "tenant_id");

-- CreateIndex
CREATE INDEX "connection_heartbeat_due_at_idx" ON "connection"("heartbeat_due_at");

-- CreateIndex
CREATE UNIQUE INDEX "consent_request_state_hash_key" ON "consent_request"("state_hash");

-- CreateIndex
CREATE INDEX "consent_request_tenant_id_created_at_idx" ON "consent_request"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "consent_request_state_expires_at_idx" ON "consent_request"("state", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_code_key" ON "invitation"("code");

-- CreateIndex
CREATE INDEX "invitation_created_at_id_idx" ON "invitation"("created_at", "id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_prefix_key" ON "api_key"("prefix");

-- CreateIndex
CREATE INDEX "batch_created_at_id_idx" ON "batch"("created_at", "id");

-- CreateIndex
CREATE INDEX "run_created_at_id_idx" ON "run"("created_at", "id");

-- CreateIndex
CREATE INDEX "run_tenant_id_created_at_id_idx" ON "run"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "run_state_created_at_id_idx" ON "run"("state", "created_at", "id");

-- CreateIndex
CREATE INDEX "run_batch_id_state_idx" ON "run"("batch_id", "state");

-- CreateIndex
CREATE INDEX "run_event_run_id_id_idx" ON "run_event"("run_id", "id");

-- CreateIndex
CREATE INDEX "run_log_run_id_id_idx" ON "run_log"("run_id", "id");

-- CreateIndex
CREATE INDEX "directory_membership_tenant_id_member_id_idx" ON "directory_membership"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "audit_tenant_id_id_idx" ON "audit"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("tenant_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("tenant_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- From here on by hand: what schema.prisma cannot say.

-- Tables of one row.
ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row" CHECK ("id" = 1);
ALTER TABLE "fleet_state" ADD CONSTRAINT "fleet_state_one_row" CHECK ("id" = 1);
INSERT INTO "fleet_state" DEFAULT VALUES;

-- Runs that wait to be rung, oldest of each tenant first.
CREATE INDEX "run_due_idx" ON "run" ("tenant_id", "created_at", "id") WHERE "rung_at" IS NULL AND "state" IN ('queued', 'waiting');
-- Runs on the queue or claimed: how many a tenant has there, and which slips are overdue.
CREATE INDEX "run_rung_idx" ON "run" ("tenant_id", "rung_at") WHERE "rung_at" IS NOT NULL;
-- Claims by the end of their lease.
CREATE INDEX "run_lease_idx" ON "run" ("lease_until") WHERE "state" = 'running';
-- Ended runs, newest first: what the charts count.
CREATE INDEX "run_finished_idx" ON "run" ("finished_at") WHERE "finished_at" IS NOT NULL;
-- A tenant has one proof at a time, whoever asks for it.
CREATE UNIQUE INDEX "run_one_proof_key" ON "run" ("tenant_id")
  WHERE "job" = 'verify-connection' AND "state" IN ('queued', 'running', 'waiting');

-- Roles belong to the whole server: another database of it may have made them, or be making them now.
DO $$
DECLARE
  "name" text;
BEGIN
  FOREACH "name" IN ARRAY ARRAY['tenantry_tenant', 'tenantry_fleet'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "name") THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', "name");
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA "public" TO "tenantry_tenant", "tenantry_fleet";

-- The tenant role: one tenant's rows. A tenant's name and counts may change under it, its existence may not.
GRANT SELECT ON "tenant", "connection", "consent_request", "run" TO "tenantry_tenant";
GRANT UPDATE ("name", "default_domain", "user_count", "group_count", "membership_count", "directory_synced_at") ON "tenant" TO "tenantry_tenant";
GRANT UPDATE ON "connection", "run" TO "tenantry_tenant";
GRANT SELECT, INSERT, UPDATE, DELETE
  ON "run_event", "run_log", "directory_cursor", "directory_user", "directory_group", "directory_membership" TO "tenantry_tenant";
GRANT SELECT, INSERT ON "audit" TO "tenantry_tenant";
GRANT USAGE ON SEQUENCE "run_event_id_seq", "run_log_id_seq", "audit_id_seq" TO "tenantry_tenant";

-- The fleet role: all tenants, but nothing of what stands in their directories.
GRANT SELECT ON "installation" TO "tenantry_fleet";
GRANT SELECT, UPDATE ON "fleet_state" TO "tenantry_fleet";
GRANT SELECT, INSERT, UPDATE, DELETE
  ON "tenant", "connection", "consent_request", "run", "run_event", "batch", "invitation", "session", "api_key", "worker" TO "tenantry_fleet";
GRANT SELECT, INSERT ON "audit" TO "tenantry_fleet";
GRANT USAGE ON SEQUENCE "run_event_id_seq", "audit_id_seq" TO "tenantry_fleet";

-- Row-level policies. A setting that was local to an earlier transaction reads as '' and not as NULL: both mean no rows.
DO $$
DECLARE
  "name" text;
BEGIN
  FOREACH "name" IN ARRAY ARRAY[
    'tenant', 'connection', 'consent_request', 'run', 'run_event', 'run_log',
    'directory_cursor', 'directory_user', 'directory_group', 'directory_membership', 'audit'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', "name");
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', "name");
    EXECUTE format(
      'CREATE POLICY "own_tenant" ON %I TO "tenantry_tenant" USING ("tenant_id" = nullif(current_setting(''tenantry.tenant_id'', true), '''')::uuid)',
      "name"
    );
  END LOOP;
  FOREACH "name" IN ARRAY ARRAY['tenant', 'connection', 'consent_request', 'run', 'run_event', 'audit'] LOOP
    EXECUTE format('CREATE POLICY "all_tenants" ON %I TO "tenantry_fleet" USING (true)', "name");
  END LOOP;
END $$;
