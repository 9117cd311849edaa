import type { Actor } from '@groundplan/actor'
import {
  launchedStates,
  OutdatedEnvironmentError,
  type Environment,
  type EnvironmentCapacity,
} from '@groundplan/environment'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { toText } from '../storable.ts'

/** The launched environments of a space that are not over, and those of an owner. */
export async function countLaunched(
  { owner, spaceId }: Pick<Environment, 'owner' | 'spaceId'>,
  database: Kysely<Database>,
): Promise<{ readonly environments: number; readonly ofOwner: number }> {
  const name = nameOf(owner)
  const { environments, own } = await database
    .selectFrom('environment')
    .select([
      sql<number>`count(*)::int`.as('environments'),
      sql<number>`count(*) filter (where owner_name is not distinct from ${name}::text
        and content -> 'owner' ->> 'kind' = ${owner.kind})::int`.as('own'),
    ])
    .where('space_id', '=', spaceId)
    .where('state', 'in', launchedStates)
    .executeTakeFirstOrThrow()
  return { environments, ofOwner: own }
}

/**
 * Throws OutdatedEnvironmentError if there are more than there may be, with what the transaction has written. Until it ends, no other one
 * gets past this for the same space: each counts what the one before has written.
 */
export async function requireCapacity(
  environment: Environment,
  { environments = Infinity, ofOwner = Infinity }: EnvironmentCapacity,
  transaction: Transaction<Database>,
): Promise<void> {
  if (environments === Infinity && ofOwner === Infinity) return
  const key = `groundplan environments of ${environment.spaceId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction)
  const counts = await countLaunched(environment, transaction)
  if (counts.environments > environments || counts.ofOwner > ofOwner)
    throw new OutdatedEnvironmentError(environment.name)
}

function nameOf(owner: Actor): string | null {
  return 'name' in owner && owner.name !== undefined ? toText(owner.name) : null
}
