import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Terraform states of environments with their locks and versions, and what runs reach them with. */
export const terraformStates: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table terraform_state (
      environment text not null,
      grain text not null,
      sealed text not null,
      key_id text not null,
      lock_id text,
      lock jsonb,
      space_id text not null,
      constraint terraform_state_key primary key (environment, grain, space_id),
      constraint terraform_state_lock check ((lock is null) = (lock_id is null))
    )`.execute(database)
    // Encrypted content does not get smaller: PostgreSQL need not try.
    await sql`create table terraform_state_version (
      environment text not null,
      grain text not null,
      number integer not null,
      serial bigint not null,
      lineage text not null,
      md5 text not null,
      size integer not null,
      terraform_version text not null,
      created_at timestamptz not null,
      origin jsonb not null,
      content bytea not null,
      space_id text not null,
      constraint terraform_state_version_key primary key (environment, grain, number, space_id),
      constraint terraform_state_version_state foreign key (environment, grain, space_id)
        references terraform_state on delete cascade
    )`.execute(database)
    await sql`alter table terraform_state_version alter column content set storage external`.execute(database)
    await sql`create table terraform_state_access (
      hash text not null,
      environment text not null,
      grain text not null,
      run text not null,
      expires_at timestamptz not null,
      space_id text not null,
      constraint terraform_state_access_key primary key (hash, space_id),
      constraint terraform_state_access_state foreign key (environment, grain, space_id)
        references terraform_state on delete cascade
    )`.execute(database)
    await sql`create index terraform_state_access_run on terraform_state_access (run, space_id)`.execute(
      database,
    )
  },
}
