import { scopePath, type Scope } from '@groundplan/actor'
import type { JobKind } from '@groundplan/jobs'

/** How the queues of one scope are called. */
export interface QueueNames {
  /** The queue of a kind: `run-import`, or `run-import/<space>/<blueprint repository>`. */
  of(kind: Pick<JobKind, 'name'>): string
  /** True for the queues of this scope, also those of kinds that no longer exist. */
  isOwn(queue: string): boolean
}

/** The names for a scope. Without one they are the kinds' own names, as in databases from before there were scopes. */
export function queueNames(scope: Scope | undefined): QueueNames {
  if (scope === undefined) return { of: ({ name }) => name, isOwn: (queue) => !queue.includes('/') }
  const suffix = `/${scopePath(scope)}`
  return { of: ({ name }) => `${name}${suffix}`, isOwn: (queue) => queue.endsWith(suffix) }
}

/** The queue for what another one has given up. */
export function deadLetterQueue(queue: string): string {
  return `${queue}.given-up`
}
