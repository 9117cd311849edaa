import type { JobKind } from '@groundplan/jobs'
import type { PgBoss } from 'pg-boss'

/** A worker that is silent for so long counts as dead, in seconds; the library takes no less than 10. */
const heartbeatSeconds = 10

/** What failed for good and what is done stay on record for a while, in seconds. */
const kept = { done: 24 * 3600, failed: 14 * 24 * 3600, waiting: 365 * 24 * 3600 }

export function deadLetterQueue(name: string): string {
  return `${name}.given-up`
}

/** A queue never changes its policy: a kind that needs another one gets a new name. */
const policies = { none: 'standard', coalesced: 'stately', exclusive: 'exclusive' } as const

/** Queues of earlier versions. What they were about is enqueued again when a server starts. */
const formerQueues = ['import', deadLetterQueue('import')]

/** Makes the queue of each kind, or brings its settings up to date. Safe to call from several processes at once. */
export async function prepareQueues(boss: PgBoss, kinds: readonly JobKind[]): Promise<void> {
  for (const name of formerQueues) await boss.deleteQueue(name)
  for (const kind of kinds) {
    const deadLetter = deadLetterQueue(kind.name)
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
    await boss.createQueue(kind.name, { ...settings, policy: policies[kind.keys] })
    await boss.updateQueue(kind.name, settings)
  }
}

function toSeconds(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds / 1000))
}
