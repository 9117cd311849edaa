import { chooseAdmissions, toRunJob, type RunLimits } from '@groundplan/environment'
import type { JobQueue } from '@groundplan/jobs'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'

/** Whoever chooses sees what others have chosen: one at a time. The number is of no importance. */
const admitLock = 7_301_115

/** Where the jobs of a space go; `undefined` if another server has them, which chooses among the runs of that space. */
export type JobsOf = (spaceId: string) => JobQueue | undefined

/** Gives places to the runs whose turn it is, in all spaces, and enqueues their jobs in the same transaction. */
export async function admitRuns(
  transaction: Transaction<Database>,
  limits: RunLimits,
  jobsOf: JobsOf,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${admitLock})`.execute(transaction)
  const underWay = await transaction
    .selectFrom('environment_run')
    .select('space_id')
    .where('status', 'in', ['admitted', 'running'])
    .execute()
  if (underWay.length >= limits.total) return
  // One that somebody else is changing is chosen by them, if it still waits then: to wait for them might be in vain.
  const queued = await transaction
    .selectFrom('environment_run')
    .select(['id', 'space_id'])
    .where('status', '=', 'queued')
    .orderBy('created_at')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute()
  const chosen = chooseAdmissions(
    queued
      .filter(({ space_id }) => jobsOf(space_id) !== undefined)
      .map(({ id, space_id: spaceId }) => ({ id, spaceId })),
    underWay.map(({ space_id }) => space_id),
    limits,
  )
  for (const { id, spaceId } of chosen) {
    const { turn } = await transaction
      .updateTable('environment_run')
      .set({
        status: 'admitted',
        turn: sql<number>`turn + 1`,
        content: sql<string>`jsonb_set(content, '{status}', '"admitted"')`,
      })
      .where('id', '=', id)
      .where('space_id', '=', spaceId)
      .returning('turn')
      .executeTakeFirstOrThrow()
    await jobsOf(spaceId)?.enqueue(toRunJob({ id, spaceId }, turn), transaction)
  }
}

/** Makes sure that every run that has a place has a job. */
export async function enqueueUnderWay(transaction: Transaction<Database>, jobsOf: JobsOf): Promise<void> {
  const runs = await transaction
    .selectFrom('environment_run')
    .select(['id', 'space_id', 'turn'])
    .where('status', 'in', ['admitted', 'running'])
    .execute()
  for (const { id, space_id: spaceId, turn } of runs)
    await jobsOf(spaceId)?.enqueue(toRunJob({ id, spaceId }, turn), transaction)
}
