import type { PullRequestHost } from '@groundplan/scm'
import { InputError } from '@groundplan/errors'
import type { ProposalPullRequest } from '../proposal.ts'
import type { PullRequestPolicy } from '../pull-request-policy.ts'
import type { ReviewHost } from '../review-host.ts'
import type { SideStep, SideStepKind } from '../side-steps/side-step.ts'
import type { SideSteps } from '../side-steps/side-steps.ts'
import { toStatus, type BranchCheck } from './check-branch.ts'

/** What a pull request is to have beside its title and its text. */
export interface PullRequestExtras {
  readonly branch: string
  readonly pullRequest: Pick<ProposalPullRequest, 'number' | 'url'>
  /** Tip of the branch, which gets the check's result. */
  readonly tip: string
  readonly check: () => Promise<BranchCheck>
  readonly addLabels: readonly string[]
  readonly removeLabels: readonly string[]
  /** Whom to ask; `isOwner` if they own the module's files. */
  readonly reviewers: readonly WantedReviewer[]
  /** True if it is a draft that is to be one no more. */
  readonly isReady: boolean
  readonly hasStatus: boolean
}

export interface WantedReviewer {
  readonly name: string
  readonly isOwner: boolean
}

/** Gives a pull request its labels, reviewers and status: each is a side step of its own. */
export async function completePullRequest(
  extras: PullRequestExtras,
  { pullRequests, repository }: ReviewHost,
  sideSteps: SideSteps,
): Promise<void> {
  const { branch, pullRequest, tip, check, addLabels, removeLabels, isReady, hasStatus } = extras
  const { number } = pullRequest
  const attempt = async (kind: SideStepKind, isWanted: boolean, work: () => Promise<unknown>) => {
    const step = { kind, subject: branch, pullRequest }
    await (isWanted ? sideSteps.attempt(step, work) : sideSteps.done(step))
  }
  await attempt('labels', addLabels.length + removeLabels.length > 0, () =>
    pullRequests.updatePullRequest(repository, number, {
      ...(addLabels.length === 0 ? {} : { addLabels }),
      ...(removeLabels.length === 0 ? {} : { removeLabels }),
    }),
  )
  await askReviewers(extras, (names) => pullRequests.requestReviewers(repository, number, names), sideSteps)
  await attempt('ready', isReady, () => pullRequests.updatePullRequest(repository, number, { draft: false }))
  await attempt('status', hasStatus, async () =>
    pullRequests.setStatus(repository, tip, toStatus(await check())),
  )
}

/** Whom the repository asks by default: a side step of its own, since they have to be read first. Nobody where that fails. */
export async function findDefaultReviewers(
  { branch, pullRequest }: Pick<PullRequestExtras, 'branch' | 'pullRequest'>,
  {
    pullRequests,
    repository,
    policy,
  }: Pick<ReviewHost, 'pullRequests' | 'repository'> & {
    readonly policy: Pick<PullRequestPolicy, 'asksDefaultReviewers'>
  },
  sideSteps: SideSteps,
): Promise<readonly string[]> {
  const { number, url } = pullRequest
  const step = { kind: 'default-reviewers', subject: branch, pullRequest: { number, url } } as const
  if (policy.asksDefaultReviewers !== true) {
    await sideSteps.done(step)
    return []
  }
  let names: readonly string[] = []
  await sideSteps.attempt(step, async () => {
    names = await pullRequests.listDefaultReviewers(repository, number)
  })
  return names
}

type AskForReview = (names: readonly string[]) => ReturnType<PullRequestHost['requestReviewers']>

/** Asks everybody who can be asked; each of the others is a problem. */
async function askReviewers(
  { branch, pullRequest, reviewers }: PullRequestExtras,
  ask: AskForReview,
  sideSteps: SideSteps,
): Promise<void> {
  const steps = new Map(
    reviewers.map(({ name, isOwner }) => {
      const step: SideStep = { kind: 'reviewers', subject: branch, about: name, isOwner, pullRequest }
      return [name, step] as const
    }),
  )
  for (const known of await sideSteps.listOf(branch))
    if (known.kind === 'reviewers' && !steps.has(known.about ?? '')) await sideSteps.done(known)
  const names: string[] = []
  for (const [name, step] of steps) if (!(await sideSteps.isRefused(step))) names.push(name)
  if (names.length === 0) return
  let outcome: (name: string) => unknown
  try {
    const refused = new Map((await ask(names)).map(({ name, reason }) => [name, reason]))
    outcome = (name) => (refused.has(name) ? new InputError(refused.get(name) ?? '') : undefined)
  } catch (error) {
    outcome = () => error
  }
  for (const name of names) {
    const [step, error] = [steps.get(name), outcome(name)]
    if (step === undefined) continue
    await (error === undefined ? sideSteps.done(step) : sideSteps.fail(step, error))
  }
}

/** Reviewers whom the policy names, and owners: those that are given, and those who could not be asked before. */
export async function listWantedReviewers(
  branch: string,
  policy: PullRequestPolicy,
  owners: readonly string[],
  sideSteps: SideSteps,
): Promise<readonly WantedReviewer[]> {
  const known = (await sideSteps.listOf(branch)).flatMap(({ kind, about, isOwner }) =>
    kind === 'reviewers' && isOwner === true && about !== undefined ? [about] : [],
  )
  const ofPolicy = new Set(policy.reviewers)
  return [...new Set([...ofPolicy, ...owners, ...known])].map((name) => ({
    name,
    isOwner: !ofPolicy.has(name),
  }))
}
