import { scopePath, type Scope } from '@groundplan/actor'
import { defaultPool, type JobKind } from '@groundplan/jobs'

/** How the queues of one scope are called. */
export interface QueueNames {
  /** The queue of a kind, by itself for each pool: `run-import`, or `run-environment.pool.emea/<space>/<blueprint repository>`. */
  of(kind: Pick<JobKind, 'name'>, pool?: string): string
  /** The name of the kind and the pool of a queue; `undefined` for queues of other scopes and of jobs that were given up. */
  read(queue: string): { readonly kind: string; readonly pool: string } | undefined
  /** True for the queues of this scope, also those of kinds that no longer exist. */
  isOwn(queue: string): boolean
}

/** The names for a scope. Without one they are the kinds' own names, as in databases from before there were scopes. */
export function queueNames(scope: Scope | undefined): QueueNames {
  const suffix = scope === undefined ? '' : `/${scopePath(scope)}`
  const isOwn = (queue: string) => (suffix === '' ? !queue.includes('/') : queue.endsWith(suffix))
  return {
    of: ({ name }, pool = defaultPool) => `${name}${pool === defaultPool ? '' : `.pool.${pool}`}${suffix}`,
    read(queue) {
      if (!isOwn(queue)) return undefined
      const [, kind, pool = defaultPool] =
        /^([^./]+)(?:\.pool\.([^./]+))?$/.exec(queue.slice(0, queue.length - suffix.length)) ?? []
      return kind === undefined ? undefined : { kind, pool }
    },
    isOwn,
  }
}

/** The queue for what another one has given up. */
export function deadLetterQueue(queue: string): string {
  return `${queue}.given-up`
}
