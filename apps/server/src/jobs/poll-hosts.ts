import type { SyncConfiguration } from '@groundplan/host-sync'
import { isPollDue, type Imports, type ImportStore } from '@groundplan/importer'
import { defineJob, handler, type JobHandler } from '@groundplan/jobs'
import { z } from 'zod'

/** Looks every minute whether the interval of the configuration is over, which may change at any time. */
export const pollHostsJob = defineJob({
  name: 'poll-hosts',
  payload: z.object({}),
  keys: 'coalesced',
  retry: { attempts: 1 },
})

export interface PollDependencies {
  readonly imports: Pick<Imports, 'startOnce'>
  readonly store: Pick<ImportStore, 'findLatestWhole'>
  readonly readConfiguration: () => Promise<SyncConfiguration>
  readonly now: () => Date
}

/** Begins an import of everything that is configured, as often as is configured. */
export function pollHosts(dependencies: PollDependencies): JobHandler {
  return handler({
    kind: pollHostsJob,
    schedule: { cron: '* * * * *', payload: {}, key: 'all' },
    run: async () => {
      const { imports, store, readConfiguration, now } = dependencies
      const { selections, host, pollInterval } = await readConfiguration()
      if ((selections.length === 0 && host === undefined) || pollInterval === undefined) return
      if (isPollDue(await store.findLatestWhole(), pollInterval, now()))
        await imports.startOnce({ repositories: [], configured: true })
    },
  })
}
