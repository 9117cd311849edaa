import type { Fault, FaultTarget } from '@groundplan/forge'
import { createRandom, type Random } from '@groundplan/testing'

/**
 * Decides which fault each request gets: by what it asks for and how often it was asked before, so that the order in which requests
 * happen to arrive does not matter.
 */
export function drawFaults(seed: number, perThousand: number): (request: FaultTarget) => Fault | undefined {
  const seen = new Map<string, number>()
  return ({ kind, method, path }) => {
    const subject = `${method} ${path.replaceAll(/[0-9a-f]{40}/g, 'C')}`
    const times = seen.get(subject) ?? 0
    seen.set(subject, times + 1)
    const random = createRandom(hash(`${seed} ${subject} ${times}`))
    if (random.below(1000) >= perThousand) return undefined
    return kind === 'api' ? drawApiFault(random) : drawGitFault(random)
  }
}

function drawApiFault(random: Random): Fault {
  const when = random.pick(['before', 'after'] as const)
  return random.pick<() => Fault>([
    () => ({ kind: 'status', status: random.pick([500, 502, 503, 504, 408] as const), when }),
    () => ({ kind: 'status', status: random.pick([429, 403, 503] as const), retryAfter: 1, when: 'before' }),
    () => ({ kind: 'primary-rate-limit', resetInSeconds: 1 }),
    () => ({ kind: 'secondary-rate-limit', ...(random.below(2) === 0 ? {} : { retryAfter: 1 }) }),
    () => ({ kind: 'reset', when: random.pick(['before', 'after', 'midway'] as const) }),
    () => ({ kind: 'delay', milliseconds: 5 + random.below(60) }),
  ])()
}

function drawGitFault(random: Random): Fault {
  const when = random.pick(['before', 'after'] as const)
  return random.pick<() => Fault>([
    () => ({ kind: 'status', status: random.pick([500, 502, 503, 504, 429, 403] as const), when }),
    () => ({ kind: 'reset', when: random.pick(['before', 'after', 'midway'] as const) }),
    () => ({ kind: 'delay', milliseconds: 5 + random.below(120) }),
  ])()
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}
