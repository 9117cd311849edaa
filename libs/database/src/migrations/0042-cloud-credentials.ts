import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Master keys that a service such as AWS KMS encrypts, the keys that sign tokens of runs (both of the installation), and the cloud
 * credentials of spaces.
 */
export const cloudCredentials: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table master_key (
      id text not null,
      wrapped_by text not null,
      ciphertext text not null,
      created_at timestamptz not null,
      constraint master_key_key primary key (id)
    )`.execute(database)
    await sql`create table signing_key (
      kid text not null,
      public_key jsonb not null,
      sealed text not null,
      key_id text not null,
      created_at timestamptz not null,
      constraint signing_key_key primary key (kid)
    )`.execute(database)
    await sql`create table cloud_credential (
      name text not null,
      settings jsonb not null,
      sealed text,
      key_id text,
      created_at timestamptz not null,
      created_by jsonb not null,
      changed_at timestamptz not null,
      changed_by jsonb not null,
      space_id text not null,
      constraint cloud_credential_key primary key (name, space_id),
      constraint cloud_credential_sealed check ((sealed is null) = (key_id is null))
    )`.execute(database)
  },
}
