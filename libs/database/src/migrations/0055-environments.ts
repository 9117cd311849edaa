import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Environments of spaces with their requests, runs, secrets and logs. */
export const environments: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table environment (
      id text not null,
      name text not null,
      state text not null,
      blueprint text not null,
      version text not null,
      component text,
      owner_name text,
      labels jsonb not null,
      created_at timestamptz not null,
      ends_at timestamptz,
      run_id text,
      revision integer not null,
      content jsonb not null,
      space_id text not null,
      constraint environment_key primary key (id, space_id)
    )`.execute(database)
    await sql`create index environment_newest on environment (space_id, created_at desc, id desc)`.execute(
      database,
    )
    await sql`create index environment_by_end on environment (ends_at) where ends_at is not null`.execute(
      database,
    )
    await sql`create table environment_request (
      id text not null,
      environment_id text not null,
      status text not null,
      requested_at timestamptz not null,
      content jsonb not null,
      space_id text not null,
      constraint environment_request_key primary key (id, space_id),
      constraint environment_request_environment foreign key (environment_id, space_id)
        references environment (id, space_id) on delete cascade
    )`.execute(database)
    await sql`create index environment_request_newest
      on environment_request (space_id, environment_id, requested_at desc)`.execute(database)
    await sql`create table environment_run (
      id text not null,
      environment_id text not null,
      status text not null,
      created_at timestamptz not null,
      token text,
      cancel_requested boolean not null,
      turn integer not null,
      log_size integer not null,
      content jsonb not null,
      space_id text not null,
      constraint environment_run_key primary key (id, space_id),
      constraint environment_run_environment foreign key (environment_id, space_id)
        references environment (id, space_id) on delete cascade
    )`.execute(database)
    // An environment has one run at a time, whatever the program does.
    await sql`create unique index environment_run_alone on environment_run (environment_id, space_id)
      where status in ('queued', 'admitted', 'running', 'waiting')`.execute(database)
    await sql`create index environment_run_open on environment_run (status, created_at)
      where status in ('queued', 'admitted', 'running')`.execute(database)
    await sql`create table environment_secret (
      environment_id text not null,
      kind text not null,
      name text not null,
      sealed text not null,
      key_id text not null,
      expires_at timestamptz,
      space_id text not null,
      constraint environment_secret_key primary key (environment_id, kind, name, space_id),
      constraint environment_secret_environment foreign key (environment_id, space_id)
        references environment (id, space_id) on delete cascade
    )`.execute(database)
    await sql`create table environment_log (
      position bigint generated always as identity,
      run_id text not null,
      at timestamptz not null,
      grain text,
      step text,
      text text not null,
      space_id text not null,
      constraint environment_log_key primary key (run_id, position, space_id),
      constraint environment_log_run foreign key (run_id, space_id)
        references environment_run (id, space_id) on delete cascade
    )`.execute(database)
  },
}
