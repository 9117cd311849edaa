import type { Fault, FaultTarget } from '@groundplan/forge'
import type { Random } from '@groundplan/testing'
import { blueprints } from './create-importer.ts'
import { sameReviews, type Estate, type UserAction } from './user-actions.ts'

/** What goes along with a result; a host may refuse it. */
export type SideStep = 'issues' | 'statuses' | 'labels' | 'reviewers' | 'comments'

const sideSteps: readonly SideStep[] = ['issues', 'statuses', 'labels', 'reviewers', 'comments']

/** Which writes belong to a side step, in the paths of all hosts. */
const requests: Readonly<Record<SideStep, RegExp>> = {
  issues: /\/issues(?:\/\d+)?$/,
  statuses: /\/(?:statuses\/|build-status\/|commit\/[^/]+\/statuses|commits\/[^/]+\/builds)/,
  labels: /\/labels$/,
  reviewers: /\/(?:requested_reviewers|participants)(?:\/|$)/,
  comments: /\/comments$/,
}

/** The refusal that a request meets while a side step is refused. */
export function findRefusal(
  refused: ReadonlySet<SideStep>,
  { kind, method, path }: FaultTarget,
): Fault | undefined {
  if (kind !== 'api' || method === 'GET' || path.endsWith('/graphql')) return undefined
  const isRefused = [...refused].some((step) => requests[step].test(path))
  return isRefused ? { kind: 'refusal', reason: 'not-allowed' } : undefined
}

/** Draws that somebody leaves, or that a permission is taken away or given back. */
export function drawSideStepAction(estate: Estate, random: Random): UserAction {
  const isTimely = sameReviews
  if (random.below(5) === 0) {
    const perform: UserAction['perform'] = async (people) => people.leave('grace')
    return { name: 'the reviewer leaves', isTimely, perform }
  }
  const step = random.pick(sideSteps)
  const isRefused = !estate.refused.has(step)
  return {
    name: `${isRefused ? 'refuse' : 'allow'} ${step}`,
    isTimely,
    perform: async (people, owner) => {
      if (step === 'issues') people.setIssues(owner, blueprints, !isRefused)
    },
    onDone: () => void (isRefused ? estate.refused.add(step) : estate.refused.delete(step)),
  }
}
