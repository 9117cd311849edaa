import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Who has which role where, the roles that a company defines, and who is signed in. Members of the account have its id as their space. */
export const people: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table member (
      kind text not null,
      name text not null,
      role text not null,
      space_id text not null,
      added_at timestamptz not null,
      constraint member_key primary key (kind, name, role, space_id)
    )`.execute(database)
    await sql`create table role (
      name text not null,
      title text not null,
      permissions jsonb not null,
      constraint role_key primary key (name)
    )`.execute(database)
    await sql`create table person_session (
      id text not null,
      issuer text not null,
      subject text not null,
      identity jsonb not null,
      client text not null,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      expires_at timestamptz not null,
      provider_session text,
      hash text not null,
      previous_hash text,
      rotated_at timestamptz not null,
      confirmed_at timestamptz,
      constraint person_session_key primary key (id)
    )`.execute(database)
    await sql`create unique index person_session_hash on person_session (hash)`.execute(database)
    await sql`create index person_session_previous_hash on person_session (previous_hash)`.execute(database)
    await sql`create index person_session_person on person_session (issuer, subject)`.execute(database)
  },
}
