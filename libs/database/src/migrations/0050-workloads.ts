import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Programs that call with tokens of other issuers. */
export const workloads: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table workload (
      id text not null,
      name text not null,
      issuer text not null,
      audience text not null,
      claims jsonb not null,
      permissions jsonb not null,
      created_at timestamptz not null,
      created_by jsonb not null,
      last_used_at timestamptz,
      space_id text not null,
      constraint workload_key primary key (id, space_id),
      constraint workload_name unique (name, space_id)
    )`.execute(database)
    await sql`create index workload_issuer on workload (issuer)`.execute(database)
  },
}
