import type { RateState } from '../http/host-state.ts'

/** `rate-limit-overview` of GitHub's description. */
export function viewRate({ limit, remaining, resetsAt }: RateState) {
  const core = { limit, remaining, used: limit - remaining, reset: Math.ceil(resetsAt.getTime() / 1000) }
  return { resources: { core, search: core, graphql: core }, rate: core }
}
