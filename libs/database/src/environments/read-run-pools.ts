import type { Scope } from '@groundplan/actor'
import type { RunPools } from '@groundplan/environment'
import { longestSilence } from '@groundplan/jobs'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope } from '../scope-columns.ts'

/** Which pools spaces demand, and which ones living workers of the scope serve. */
export async function readRunPools(database: Kysely<Database>, scope: Scope | undefined): Promise<RunPools> {
  const rows = await database
    .selectFrom('space_setting')
    .select(['space_id', 'pool'])
    .where('pool', 'is not', null)
    .execute()
  const demanded = new Map(rows.map(({ space_id: spaceId, pool }) => [spaceId, pool ?? undefined]))
  const of = (spaceId: string) => demanded.get(spaceId)
  let query = database
    .selectFrom('worker')
    .select('pools')
    .where('seen_at', '>', sql<Date>`now() - ${longestSilence} * interval '1 millisecond'`)
  if (scope !== undefined) query = query.where(inScope(scope))
  const workers = await query.execute()
  return { of, served: new Set(workers.flatMap(({ pools }) => pools)) }
}
