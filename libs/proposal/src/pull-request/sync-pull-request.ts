import { systemActor } from '@groundplan/actor'
import { digestChanges } from '@groundplan/change-set'
import type { PullRequest } from '@groundplan/scm'
import {
  leaveBranch,
  sideStepsOf,
  type HeldDependencies,
  type ProposalDependencies,
} from '../apply-branch.ts'
import { transition } from '../lifecycle/transition.ts'
import type { DescribedProposal, Proposal, ProposalPullRequest } from '../proposal.ts'
import { describeProposals } from '../proposal-store.ts'
import { reviewChanges } from '../review-changes.ts'
import { checkBranch, type BranchCheck } from './check-branch.ts'
import { closeObsolete, type CloseDependencies } from './close-obsolete.ts'
import {
  completePullRequest,
  findDefaultReviewers,
  listWantedReviewers,
  type WantedReviewer,
} from './complete-pull-request.ts'
import { followAll, listLater } from './follow-pull-requests.ts'
import { listUpdates } from './list-updates.ts'
import { openOrFindPullRequest } from './open-or-find-pull-request.ts'
import { describePullRequest, inOrder, type PullRequestText } from './describe-pull-request.ts'
import { findOurs, rememberOurs } from './kept-by-reviewers.ts'
import { changeSubject } from '../change-subject.ts'
import { joinPolicies, type PullRequestPolicy } from '../pull-request-policy.ts'
import { againLabel, type ReviewHost } from '../review-host.ts'
import type { SideStepKind } from '../side-steps/side-step.ts'
import type { SideSteps } from '../side-steps/side-steps.ts'

export interface PullRequestTask {
  readonly branch: string
  /** The branch's pull request, if it is known. */
  readonly pullRequest: ProposalPullRequest | undefined
  /** Asked beside those of the policy. */
  readonly reviewers: readonly string[]
}

/**
 * Brings a branch's pull request in step with its open proposals: opens it, or finds it again by its branch, and changes what it says;
 * closes it if nothing is proposed any more. Labels, reviewers and the check's result are side steps: those that were not done are tried
 * again. What is in step already costs no request.
 */
export async function syncPullRequest(
  task: PullRequestTask,
  dependencies: ProposalDependencies,
): Promise<void> {
  const { host, proposals } = dependencies
  if (host === undefined) return
  const sideSteps = sideStepsOf(dependencies)
  await dropRefused(task.branch, dependencies)
  // The host is asked inside: two at once would open two pull requests, or write what was true a moment ago.
  const over = await proposals.exclusively(task.branch, async (records) => {
    const proposed = await records.list({ status: 'open', branch: task.branch })
    if (proposed.length === 0) return closeEmpty(task, host, { proposals: records, sideSteps })
    const described = await describeProposals(inOrder(proposed), records)
    return syncOpen(task, described, { ...dependencies, proposals: records, host, sideSteps })
  })
  await sideSteps.done({ kind: 'pull-request', subject: task.branch })
  if (over !== undefined) await followAll([over], { ...dependencies, host })
}

/** What people have rejected must not come back with what was pushed at the moment at which they did so. */
async function dropRefused(branch: string, dependencies: ProposalDependencies): Promise<void> {
  const all = await dependencies.proposals.list({ branch })
  const isRefused = ({ state: { status } }: Proposal) => status === 'rejected' || status === 'withdrawn'
  const begins = all.some(({ state, pullRequest }) => state.status === 'open' && pullRequest === undefined)
  if (begins && all.some(isRefused)) await leaveBranch({ branch, leaving: [] }, dependencies)
}

/** Its comment and its end are side steps: the branch is gone already, and nothing else waits for them. */
async function closeEmpty(
  { branch, pullRequest }: PullRequestTask,
  host: ReviewHost,
  dependencies: CloseDependencies,
): Promise<undefined> {
  if (pullRequest === undefined) return
  const { number, url } = pullRequest
  await closeObsolete({ branch, pullRequest: { number, url } }, host, dependencies)
}

type OpenDependencies = HeldDependencies & { readonly host: ReviewHost; readonly sideSteps: SideSteps }

/** Answers with a pull request that people have decided, of which we did not know yet. */
async function syncOpen(
  task: PullRequestTask,
  proposed: readonly DescribedProposal[],
  dependencies: OpenDependencies,
): Promise<PullRequest | undefined> {
  const { repository, proposals, host, now, correlationId, sideSteps } = dependencies
  const { branch } = task
  const change = { actor: systemActor, at: now(), correlationId }
  const tip = await repository.findBranch(branch)
  // Without its branch there is nothing to review; the next import writes it anew.
  if (tip === undefined) return
  const known = proposed.find(({ pullRequest }) => pullRequest !== undefined)?.pullRequest
  const policy = joinPolicies(proposed.map((proposal) => proposal.policy ?? host.policy))
  const syncedFingerprint = await fingerprint(proposed, tip, policy, host)
  if (
    known?.syncedFingerprint === syncedFingerprint &&
    proposed.every(({ pullRequest }) => pullRequest?.number === known.number)
  ) {
    await completeLater({ branch, known, tip, policy, proposed }, dependencies)
    return
  }
  const check = await checkBranch(proposed, tip, repository)
  const text = await describe(branch, proposed, tip, check, dependencies)
  const found =
    known === undefined
      ? await openNew(branch, proposed, { ...text, draft: beginsAsDraft(policy, check) }, dependencies)
      : await host.pullRequests.getPullRequest(host.repository, known.number)
  const { number, url } = found
  const isOver = found.state.status !== 'open'
  if (!isOver) {
    // Later on, people have their reasons for whom they have removed.
    const byDefault =
      known === undefined || (await wereNotFound(branch, sideSteps))
        ? await findDefaultReviewers({ branch, pullRequest: { number, url } }, { ...host, policy }, sideSteps)
        : []
    const { canAsk } = host.pullRequests.features
    const owners = [...task.reviewers.filter((name) => canAsk(name)), ...byDefault]
    const reviewers = await listWantedReviewers(branch, policy, owners, sideSteps)
    await bringInStep(found, text, { check, tip, policy, reviewers, known }, host, sideSteps)
  }
  const hasLabels = !(await sideSteps.listOf(branch)).some(({ kind }) => kind === 'labels')
  const ours = rememberOurs(found, { title: text.title, labels: policy.labels }, { known, hasLabels })
  const pullRequest = { number, url, ...(isOver ? {} : { syncedFingerprint, ...ours }) }
  for (const { body: _, ...before } of proposed) {
    const after = { ...before, pullRequest }
    await transition({ before, after }, { ...change, event: 'proposal.pull-request-synced' }, proposals)
  }
  return isOver ? found : undefined
}

/** True if the default reviewers could not be read before. */
async function wereNotFound(branch: string, sideSteps: SideSteps): Promise<boolean> {
  return (await sideSteps.listOf(branch)).some(({ kind }) => kind === 'default-reviewers')
}

/** Changes when anything does that the pull request tells. */
function fingerprint(
  proposed: readonly DescribedProposal[],
  tip: string,
  policy: PullRequestPolicy,
  { renderTitle }: ReviewHost,
): Promise<string> {
  // It only counts when the pull request is opened.
  const { asksDefaultReviewers: _, ...lasting } = policy
  const told = [tip, lasting, proposed.map(({ title, body }) => [title, body])]
  const template = renderTitle?.('', { kind: 'proposal' })
  const content = JSON.stringify(template === undefined ? told : [...told, template])
  return digestChanges([{ kind: 'write', path: 'pull-request', content }])
}

async function describe(
  branch: string,
  proposed: readonly DescribedProposal[],
  tip: string,
  check: BranchCheck,
  { repository, proposals, host }: HeldDependencies & { readonly host: ReviewHost },
): Promise<PullRequestText> {
  const changes = new Map<string, Awaited<ReturnType<typeof reviewChanges>>>()
  const withDetails: DescribedProposal[] = []
  for (const proposal of proposed) {
    const own = await reviewChanges(proposal, tip, { repository, proposals })
    changes.set(proposal.blueprint, own)
    // Only changes are told with the lines from which they come.
    const details = own.length === 0 ? undefined : await proposals.readDetails(proposal.number)
    withDetails.push({ ...proposal, details })
  }
  const { maximumBodyLength: maximumLength, folds } = host.pullRequests.features
  const text = describePullRequest({
    ...{ branch, proposals: withDetails, changes, check, folds, maximumLength },
    updates: await listUpdates(tip, repository),
    repository: { address: repository.address, kind: host.kind, commit: tip },
  })
  const title = host.renderTitle?.(text.title, changeSubject('proposal', proposed)) ?? text.title
  return { ...text, title }
}

async function openNew(
  branch: string,
  proposed: readonly DescribedProposal[],
  text: PullRequestText & { readonly draft: boolean },
  { repository, proposals, host }: HeldDependencies & { readonly host: ReviewHost },
): Promise<PullRequest> {
  const base = (await repository.readHead()).branch
  const decided = new Set((await proposals.list({ branch })).map(({ pullRequest }) => pullRequest?.number))
  return openOrFindPullRequest({ branch, base, ...text }, host, {
    isDone: async ({ number, commit }) => {
      if (decided.has(number)) return true
      // Nobody who decided it has seen any of what is proposed now.
      const later = await listLater(branch, commit, repository)
      return proposed.every(({ generatedCommit }) => later.has(generatedCommit))
    },
  })
}

function beginsAsDraft({ draft }: PullRequestPolicy, { passed }: BranchCheck): boolean {
  return draft === 'always' || (draft === 'until-checked' && !passed)
}

/** Tries again what could not be done when the pull request was brought in step. */
async function completeLater(
  { branch, known, tip, policy, proposed }: SyncedBranch,
  { repository, host, sideSteps }: OpenDependencies,
): Promise<void> {
  const left = (await sideSteps.listOf(branch)).filter(({ kind }) => extraKinds.has(kind))
  if (left.length === 0) return
  const isLeft = (kind: SideStepKind) => left.some((problem) => problem.kind === kind)
  const check = () => checkBranch(proposed, tip, repository)
  const { number, url } = known
  const byDefault = isLeft('default-reviewers')
    ? await findDefaultReviewers({ branch, pullRequest: { number, url } }, { ...host, policy }, sideSteps)
    : []
  const reviewers = await listWantedReviewers(branch, policy, byDefault, sideSteps)
  const extras = {
    ...{ branch, pullRequest: { number, url }, tip, check, removeLabels: [] },
    addLabels: isLeft('labels') ? policy.labels : [],
    reviewers: reviewers.filter(
      ({ name }) => byDefault.includes(name) || left.some(({ about }) => about === name),
    ),
    isReady: isLeft('ready') && policy.draft === 'until-checked' && (await check()).passed,
    hasStatus: isLeft('status'),
  }
  await completePullRequest(extras, host, sideSteps)
}

interface SyncedBranch {
  readonly branch: string
  readonly known: ProposalPullRequest
  readonly tip: string
  readonly policy: PullRequestPolicy
  readonly proposed: readonly DescribedProposal[]
}

const extraKinds = new Set<SideStepKind>(['labels', 'reviewers', 'default-reviewers', 'ready', 'status'])

interface BranchState {
  readonly check: BranchCheck
  readonly tip: string
  readonly policy: PullRequestPolicy
  readonly reviewers: readonly WantedReviewer[]
  readonly known: ProposalPullRequest | undefined
}

async function bringInStep(
  found: PullRequest,
  text: PullRequestText,
  { check, tip, policy, reviewers, known }: BranchState,
  host: ReviewHost,
  sideSteps: SideSteps,
): Promise<void> {
  const { pullRequests, repository } = host
  const { title, addLabels } = findOurs(found, { title: text.title, labels: policy.labels }, known)
  const update = {
    ...(title === undefined ? {} : { title }),
    ...(sameText(found.body, text.body) ? {} : { body: text.body }),
  }
  if (Object.keys(update).length > 0) await pullRequests.updatePullRequest(repository, found.number, update)
  const { number, url, branch, labels, state } = found
  const hasLabels = pullRequests.features.labels
  const extras = {
    ...{ branch, pullRequest: { number, url }, tip, check: async () => check },
    addLabels: hasLabels ? addLabels : [],
    // Otherwise it would ask again when the pull request is closed the next time.
    removeLabels: labels.includes(againLabel) ? [againLabel] : [],
    reviewers: reviewers.filter(({ name }) => !found.reviewers.includes(name)),
    // Never back to a draft: people may have said that they want to look at it all the same.
    isReady: policy.draft === 'until-checked' && check.passed && state.status === 'open' && state.draft,
    hasStatus: true,
  }
  await completePullRequest(extras, host, sideSteps)
}

/** Hosts change ends of lines and what is at the end of a text. */
function sameText(left: string, right: string): boolean {
  const normal = (text: string) => text.replaceAll('\r\n', '\n').trimEnd()
  return normal(left) === normal(right)
}
