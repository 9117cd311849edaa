import type { PgBoss, Schedule } from 'pg-boss'

/** How many schedules are read at a time. */
const pageSize = 1000

/** The schedules of all scopes. */
export async function listSchedules(boss: PgBoss): Promise<readonly Schedule[]> {
  const schedules: Schedule[] = []
  for (let after: Schedule | undefined; ;) {
    const page = await boss.getSchedules(undefined, undefined, {
      limit: pageSize,
      ...(after !== undefined && { after }),
    })
    schedules.push(...page)
    if (page.length < pageSize) return schedules
    after = page.at(-1)
  }
}
