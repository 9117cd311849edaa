import type { PgBoss } from 'pg-boss'

/** How many jobs are read at a time. */
const pageSize = 1000

/** Only one process has the embedded database: whatever these queues have on record as running was left by one that ended. */
export async function releaseAbandoned(boss: PgBoss, queues: readonly string[]): Promise<void> {
  for (const queue of queues) {
    const abandoned = await listActive(boss, queue)
    if (abandoned.length > 0) await boss.fail(queue, abandoned, { message: 'The server stopped.' })
  }
}

/** Oldest first, a page at a time: what is done stays on record for a day. */
async function listActive(boss: PgBoss, queue: string): Promise<string[]> {
  const active: string[] = []
  for (let after: string | undefined; ;) {
    const jobs = await boss.findJobs(queue, { limit: pageSize, ...(after !== undefined && { after }) })
    active.push(...jobs.filter(({ state }) => state === 'active').map(({ id }) => id))
    if (jobs.length < pageSize) return active
    after = jobs.at(-1)?.id
  }
}
