import DataLoader from 'dataloader'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Reads marks of environments, all that are asked for in the same moment with one statement. */
export function createMarkReader(
  database: Kysely<Database>,
  spaceId: string,
): (id: string) => Promise<string | undefined> {
  const loader = new DataLoader<string, string | undefined>(
    async (ids) => {
      const marks = await readMarks(database, spaceId, ids)
      return ids.map((id) => marks.get(id))
    },
    // Timers that are due at the same time have all run by then.
    { cache: false, batchScheduleFn: (read) => void setImmediate(read) },
  )
  return (id) => loader.load(id)
}

async function readMarks(
  database: Kysely<Database>,
  spaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom('environment')
    .leftJoin('environment_run as run', (join) =>
      join.onRef('run.id', '=', 'environment.run_id').onRef('run.space_id', '=', 'environment.space_id'),
    )
    .select(['environment.id', 'environment.revision'])
    // Steps of a run are saved without the environment.
    .select(sql<string | null>`md5(run.content::text)`.as('run'))
    .where('environment.space_id', '=', spaceId)
    .where('environment.id', '=', sql<string>`any(${ids})`)
    .execute()
  return new Map(rows.map(({ id, revision, run }) => [id, `${revision} ${run ?? ''}`]))
}
