import type { Fault, FaultTarget, ForgePeople } from '@groundplan/forge'
import type { Random } from '@groundplan/testing'
import { blueprints, dashboardBranch } from './blueprint-repository.ts'
import { sameReviews, type Estate, type UserAction } from './user-actions.ts'

/** What goes along with a result; a host may refuse it. */
const sideSteps = [
  'issues',
  'dashboards',
  'statuses',
  'labels',
  'reviewers',
  'comments',
  'closing',
  'deletions',
  'webhooks',
  'pull requests',
] as const

export type SideStep = (typeof sideSteps)[number]

interface Asked extends Pick<FaultTarget, 'method' | 'path'> {
  readonly body: Readonly<Record<string, unknown>>
}

const issues = ({ path }: Asked) => /\/issues(?:\/\d+)?$/.test(path)

/** Which requests belong to a side step, at all hosts; what git pushes is refused by rules of the repository instead. */
const requests: Readonly<Record<SideStep, (asked: Asked, people: ForgePeople) => boolean>> = {
  issues,
  dashboards: issues,
  statuses: ({ path }) =>
    /\/(?:statuses\/|build-status\/|commit\/[^/]+\/statuses|commits\/[^/]+\/builds)/.test(path),
  labels: ({ path }) => /\/labels$/.test(path),
  reviewers: asksReviewers,
  comments: ({ path }) => /\/comments$/.test(path),
  closing: ({ path, body }) =>
    path.endsWith('/decline') || (/\/pulls\/\d+$/.test(path) && body['state'] === 'closed'),
  deletions: () => false,
  webhooks: ({ path }) => /\/(?:hooks|webhooks)(?:\/[^/]+)?$/.test(path),
  'pull requests': ({ method, path }) =>
    method === 'POST' && /\/(?:pulls|pullrequests|pull-requests)$/.test(path),
}

/** Bitbucket takes reviewers along with everything else that a pull request says. */
function asksReviewers({ method, path, body }: Asked, people: ForgePeople): boolean {
  if (path.endsWith('/requested_reviewers')) return true
  const found = /([^/]+)\/(?:repos\/)?([^/]+)\/(?:pullrequests|pull-requests)\/(\d+)$/.exec(path)
  if (method !== 'PUT' || found === null) return false
  const [, owner = '', name = '', number] = found
  const before = people.listPullRequests(owner, name).find((each) => each.number === Number(number))
  const known = (before?.reviewers.length ?? 0) + (before?.reviews.length ?? 0)
  const { reviewers } = body
  return Array.isArray(reviewers) && reviewers.length > known
}

/** The side step that a request belongs to, if that is refused for now. */
export function findRefused(
  refused: ReadonlySet<SideStep>,
  { kind, method, path, body }: FaultTarget,
  people: ForgePeople,
): SideStep | undefined {
  if (refused.size === 0 || kind !== 'api' || method === 'GET' || path.endsWith('/graphql')) return undefined
  const asked = { method, path, body: parse(body) }
  return [...refused].find((step) => requests[step](asked, people))
}

export const refusal: Fault = { kind: 'refusal', reason: 'not-allowed' }

function parse(text: string): Asked['body'] {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}

/** Draws that somebody leaves, or that a permission is taken away or given back. */
export function drawSideStepAction(estate: Estate, random: Random): UserAction {
  const isTimely = sameReviews
  if (random.below(5) === 0) {
    const perform: UserAction['perform'] = async (people) => people.leave('grace')
    return { kind: 'reviewer leaves', name: 'the reviewer leaves', isTimely, perform }
  }
  const step = random.pick(sideSteps)
  const isRefused = !estate.refused.has(step)
  const verb = isRefused ? 'refuse' : 'allow'
  return {
    kind: `${verb} ${step}`,
    name: `${verb} ${step}`,
    isTimely,
    perform: async (people, owner) => {
      const refused = new Set(estate.refused)
      if (isRefused) refused.add(step)
      else refused.delete(step)
      await setRules(people, owner, refused)
    },
    onDone: () => void (isRefused ? estate.refused.add(step) : estate.refused.delete(step)),
  }
}

/** Brings a blueprint repository in step with what is refused. */
export async function setRules(
  people: ForgePeople,
  owner: string,
  refused: ReadonlySet<SideStep>,
): Promise<void> {
  people.setIssues(owner, blueprints, !refused.has('issues'))
  const rules = [
    ...(refused.has('dashboards') ? [dashboardBranch] : []),
    ...(refused.has('deletions') ? ['-*'] : []),
  ]
  await people.protectBranches(owner, blueprints, rules)
}
