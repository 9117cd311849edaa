import { setTimeout as delay } from 'node:timers/promises'
import type { ApiContext } from '@groundplan/api'
import { errorMessage, visibleText } from '@groundplan/errors'
import { followHint, HintQueue, Poller, type HostHint, type SyncConfiguration } from '@groundplan/host-sync'

export interface HostFollower {
  onHint(hint: HostHint): void
  close(): Promise<void>
}

export interface FollowOptions {
  readonly context: ApiContext
  readonly readConfiguration: () => Promise<SyncConfiguration>
  readonly polls: boolean
}

/** After how much of an interval without a turn another server polls. */
const missedTurn = 1.5

/** Keeps in step with what happens at the hosts: at once where they tell, and as often as is configured where not. */
export function followHosts({ context, readConfiguration, polls }: FollowOptions): HostFollower {
  const { imports } = context
  const followCatalog = () => context.catalogFollower.follow()
  const dependencies = { ...context, readConfiguration, followCatalog }
  const onError = (error: unknown) =>
    console.error(visibleText(`The hosts could not be followed: ${errorMessage(error)}`, { lines: true }))
  const hints = new HintQueue<HostHint>((hint) => followHint(hint, dependencies), onError)
  // Of several servers one polls, and another one once that one has missed a turn.
  const mayPoll = async (interval: number | undefined) =>
    interval === undefined || context.proposals.leases.claim('poll', interval * missedTurn)
  const poller = new Poller({
    ...{ onError, random: Math.random },
    async readInterval() {
      const { selections, host, pollInterval } = await readConfiguration()
      return selections.length === 0 && host === undefined ? undefined : pollInterval
    },
    async poll(signal) {
      const { pollInterval } = await readConfiguration()
      if (!(await mayPoll(pollInterval))) return
      const { number } = await imports.startOnce({ repositories: [], configured: true })
      for await (const _ of imports.watch(number, signal)) continue
      await followCatalog()
    },
    wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal, ref: false }).catch(() => {}),
  })
  if (!polls) void poller.close()
  return {
    onHint: (hint) => hints.add(hint),
    async close() {
      await Promise.all([hints.close(), poller.close()])
    },
  }
}
