import { defaultPool, type JobKind } from '@groundplan/jobs'
import type { PgBoss } from 'pg-boss'
import { deadLetterQueue, type QueueNames } from './queue-names.ts'

/** A worker that is silent for so long counts as dead, in seconds; the library takes no less than 10. */
const heartbeatSeconds = 10

/** What failed for good and what is done stay on record for a while, in seconds. */
const kept = { done: 24 * 3600, failed: 14 * 24 * 3600, waiting: 365 * 24 * 3600 }

/** A queue never changes its policy: a kind that needs another one gets a new name. */
const policies = { none: 'standard', coalesced: 'stately', exclusive: 'exclusive' } as const

/** Kinds of earlier versions. What their jobs were about is enqueued again when a server starts. */
const formerKinds = [{ name: 'import' }]

/**
 * Makes the queues of each kind, or brings their settings up to date: one for each pool that this process serves, and that of the default
 * pool. All pools share the queue of what was given up. Safe to call from several processes at once.
 */
export async function prepareQueues(
  boss: PgBoss,
  kinds: readonly JobKind[],
  { names, pools }: { readonly names: QueueNames; readonly pools: readonly string[] },
): Promise<void> {
  for (const former of formerKinds) {
    const queue = names.of(former)
    await boss.deleteQueue(queue)
    await boss.deleteQueue(deadLetterQueue(queue))
  }
  for (const kind of kinds) {
    const deadLetter = deadLetterQueue(names.of(kind))
    await boss.createQueue(deadLetter, {
      deleteAfterSeconds: kept.failed,
      retryLimit: 10,
      retryBackoff: true,
    })
    const { attempts, delay, longestDelay } = kind.retry
    const settings = {
      ...{ deadLetter, heartbeatSeconds, notify: true },
      expireInSeconds: toSeconds(kind.timeout),
      ...{ retryLimit: attempts - 1, retryBackoff: true },
      ...{ retryDelay: toSeconds(delay), retryDelayMax: toSeconds(longestDelay) },
      ...{ deleteAfterSeconds: kept.done, retentionSeconds: kept.waiting },
    }
    for (const pool of kind.isPooled ? new Set([defaultPool, ...pools]) : [defaultPool]) {
      const queue = names.of(kind, pool)
      await boss.createQueue(queue, { ...settings, policy: policies[kind.keys] })
      await boss.updateQueue(queue, settings)
    }
  }
}

function toSeconds(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds / 1000))
}
