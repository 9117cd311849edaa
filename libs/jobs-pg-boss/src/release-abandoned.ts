import type { JobHandler } from '@groundplan/jobs'
import type { PgBoss } from 'pg-boss'

/** Only one process has the embedded database: whatever is on record as running was left by one that ended. */
export async function releaseAbandoned(boss: PgBoss, handlers: readonly JobHandler[]): Promise<void> {
  for (const { kind } of handlers) {
    const jobs = await boss.findJobs(kind.name)
    const abandoned = jobs.filter(({ state }) => state === 'active').map(({ id }) => id)
    if (abandoned.length > 0) await boss.fail(kind.name, abandoned, { message: 'The server stopped.' })
  }
}
