import type { Scope } from '@groundplan/actor'
import {
  chooseAdmissions,
  findMisplaced,
  isPoolServed,
  toRunJob,
  type Run,
  type RunLimits,
  type RunPools,
} from '@groundplan/environment'
import type { JobQueue } from '@groundplan/jobs'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { readRunPools } from './read-run-pools.ts'

/** Whoever chooses sees what others have chosen: one at a time. The number is of no importance. */
const admitLock = 7_301_115

/** Where the jobs of a space go; `undefined` if another server has them, which chooses among the runs of that space. */
export type JobsOf = (spaceId: string) => JobQueue | undefined

export interface AdmissionOptions {
  readonly limits: RunLimits
  readonly jobsOf: JobsOf
  /** Whose workers take the jobs; absent: those of every scope count. */
  readonly scope?: Scope | undefined
}

/** Gives places to the runs whose turn it is, in all spaces, and enqueues their jobs in the same transaction. */
export async function admitRuns(
  transaction: Transaction<Database>,
  options: AdmissionOptions,
): Promise<void> {
  const { limits, jobsOf } = options
  await sql`select pg_advisory_xact_lock(${admitLock})`.execute(transaction)
  const pools = await readRunPools(transaction, options.scope)
  await replaceMisplaced(transaction, { pools, jobsOf })
  // What the workers of a pool have left takes no other worker's place.
  const underWay = (await listPlaced(transaction)).filter(({ pool }) => isPoolServed(pool, pools))
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
      .map(({ id, space_id: spaceId }) => ({ id, spaceId }))
      .filter(({ spaceId }) => jobsOf(spaceId) !== undefined && isPoolServed(pools.of(spaceId), pools)),
    underWay.map(({ spaceId }) => spaceId),
    limits,
  )
  for (const run of chosen) await giveTurn(transaction, { run, status: 'admitted', pools, jobsOf })
}

/** Makes sure that every run that has a place has a job, in a pool where somebody takes it. */
export async function enqueueUnderWay(
  transaction: Transaction<Database>,
  { jobsOf, scope }: AdmissionOptions,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${admitLock})`.execute(transaction)
  const pools = await readRunPools(transaction, scope)
  await replaceMisplaced(transaction, { pools, jobsOf })
  for (const run of await listPlaced(transaction)) {
    if (isPoolServed(run.pool, pools))
      await jobsOf(run.spaceId)?.enqueue(toRunJob(run, run.turn), transaction)
  }
}

interface Placing {
  readonly pools: RunPools
  readonly jobsOf: JobsOf
}

async function replaceMisplaced(
  transaction: Transaction<Database>,
  { pools, jobsOf }: Placing,
): Promise<void> {
  const placed = (await listPlaced(transaction)).filter(({ spaceId }) => jobsOf(spaceId) !== undefined)
  const { withdrawn, abandoned } = findMisplaced(placed, pools)
  for (const run of [...withdrawn, ...abandoned]) {
    // One that somebody else is changing has its turn in the next round, as above.
    const found = await transaction
      .selectFrom('environment_run')
      .select('id')
      .where('id', '=', run.id)
      .where('space_id', '=', run.spaceId)
      .where('status', '=', run.status)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (found === undefined) continue
    if (run.status === 'running') await giveTurn(transaction, { run, status: 'running', pools, jobsOf })
    else {
      await transaction
        .updateTable('environment_run')
        .set({
          status: 'queued',
          content: sql<string>`jsonb_set(content, '{status}', '"queued"')`,
        })
        .where('id', '=', run.id)
        .where('space_id', '=', run.spaceId)
        .execute()
    }
  }
}

interface Turn extends Placing {
  readonly run: Pick<Run, 'id' | 'spaceId'>
  readonly status: 'admitted' | 'running'
}

/** Gives a run to the pool that its space demands; jobs of its earlier turns have nothing left to do. */
async function giveTurn(
  transaction: Transaction<Database>,
  { run: { id, spaceId }, status, pools, jobsOf }: Turn,
): Promise<void> {
  const pool = pools.of(spaceId)
  const given = JSON.stringify({ status, pool })
  const { turn } = await transaction
    .updateTable('environment_run')
    .set({
      status,
      turn: sql<number>`turn + 1`,
      content: sql<string>`(content - 'pool') || ${given}::jsonb`,
    })
    .where('id', '=', id)
    .where('space_id', '=', spaceId)
    .returning('turn')
    .executeTakeFirstOrThrow()
  await jobsOf(spaceId)?.enqueue(toRunJob({ id, spaceId, pool }, turn), transaction)
}

async function listPlaced(transaction: Transaction<Database>) {
  const rows = await transaction
    .selectFrom('environment_run')
    .select(['id', 'space_id', 'status', 'turn', sql<string | null>`content ->> 'pool'`.as('pool')])
    .where('status', 'in', ['admitted', 'running'])
    .execute()
  return rows.map(({ space_id: spaceId, pool, ...run }) => ({ ...run, spaceId, pool: pool ?? undefined }))
}
