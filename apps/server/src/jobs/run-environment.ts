import { giveUpRun, performRun, runJob, type PerformRunDependencies } from '@groundplan/environment'
import { defineJob, handler, type JobHandler } from '@groundplan/jobs'
import { z } from 'zod'

/** How many runs one worker has at a time; how many there are in all is up to the limits of runs. */
const concurrency = 10

/** What the runs of a space are performed with. */
export type RunsOf = (spaceId: string) => PerformRunDependencies

/** Performs runs of environments. */
export function runEnvironments(runsOf: RunsOf): JobHandler {
  return handler({
    kind: runJob,
    concurrency,
    run: (job) => performRun(job, runsOf(job.payload.spaceId)),
    // It has ended its workers again and again.
    onGivenUp: ({ runId, spaceId }, reason) => giveUpRun(runId, reason, runsOf(spaceId)),
  })
}

export const admitRunsJob = defineJob({ name: 'admit-runs', payload: z.object({}), keys: 'coalesced' })

/**
 * Looks every minute whose turn it is, and removes secrets that nobody asked for in time. Whoever ends a run looks as well, but a restore
 * may have lost jobs.
 */
export function admitRuns({
  runsOf,
  listSpaceIds,
  now,
}: {
  readonly runsOf: RunsOf
  /** The home space first. */
  readonly listSpaceIds: () => Promise<readonly string[]>
  readonly now: () => Date
}): JobHandler {
  return handler({
    kind: admitRunsJob,
    schedule: { cron: '* * * * *', payload: {}, key: 'all' },
    run: async () => {
      const stores = (await listSpaceIds()).map((spaceId) => runsOf(spaceId).store)
      // Turns are taken among all spaces.
      await stores[0]?.admitRuns()
      for (const store of stores) await store.removeExpired(now())
    },
  })
}
