import { hostPerson, type Actor } from '@groundplan/actor'
import type { PullRequest } from '@groundplan/scm'
import { afterMerge } from '../after-merge.ts'
import { deleteBranch, type ProposalDependencies } from '../apply-branch.ts'
import { decide as recordDecision, transition } from '../lifecycle/transition.ts'
import type { Proposal } from '../proposal.ts'
import { isAbout, isAboutOthers } from './describe-pull-request.ts'
import { againComment, againLabel, type ReviewHost } from '../review-host.ts'

/** What happened at the host since the last look. */
export interface FollowedPullRequests {
  readonly approved: readonly Proposal[]
  readonly rejected: readonly Proposal[]
  /** Rejected ones that somebody wants to see again. */
  readonly askedAgain: readonly Proposal[]
}

/** Clocks differ, and a host's lists may lag behind. */
const overlap = 5 * 60_000

/**
 * Brings proposals in step with what people did to pull requests at the host: merged, closed, asked for again. Costs one
 * request if nothing has happened. Safe to repeat, in any order.
 */
export async function followPullRequests(dependencies: ProposalDependencies): Promise<FollowedPullRequests> {
  const { host, proposals, now } = dependencies
  const followed = { approved: [], rejected: [], askedAgain: [] }
  if (host === undefined) return followed
  const at = now()
  const since = await proposals.findFollowedAt()
  const changed = await host.pullRequests.listPullRequests(host.repository, {
    status: 'any',
    ...(since === undefined ? {} : { updatedSince: new Date(since.getTime() - overlap) }),
  })
  const result = await followAll(changed, { ...dependencies, host })
  await proposals.setFollowedAt(at)
  return result
}

/** The same for one pull request of which a webhook tells. */
export async function followPullRequest(
  number: number,
  dependencies: ProposalDependencies,
): Promise<FollowedPullRequests> {
  const { host } = dependencies
  if (host === undefined) return { approved: [], rejected: [], askedAgain: [] }
  const found = await host.pullRequests.getPullRequest(host.repository, number)
  return followAll([found], { ...dependencies, host })
}

type HostedDependencies = ProposalDependencies & { readonly host: ReviewHost }

/** The same for pull requests as the host has just told of them. */
export async function followAll(
  changed: readonly PullRequest[],
  dependencies: HostedDependencies,
): Promise<FollowedPullRequests> {
  const { proposals, repository } = dependencies
  const followed = { approved: [] as Proposal[], rejected: [] as Proposal[], askedAgain: [] as Proposal[] }
  const byPullRequest = Map.groupBy(await proposals.list(), ({ pullRequest }) => pullRequest?.number)
  const ours = changed.filter(({ number }) => byPullRequest.has(number))
  if (ours.some(({ state }) => state.status === 'merged')) await repository.refresh()
  for (const pullRequest of ours) {
    const mine = byPullRequest.get(pullRequest.number) ?? []
    const open = mine.filter(({ state }) => state.status === 'open')
    const { status } = pullRequest.state
    const decided = open.length === 0 ? [] : await markDecided(pullRequest, dependencies)
    followed.approved.push(...decided.filter(({ state }) => state.status === 'approved'))
    followed.rejected.push(...decided.filter(({ state }) => state.status === 'rejected'))
    if (status === 'merged') continue
    // As they are by now: somebody may have closed it and asked again since the last look.
    const all = await proposals.list({ branch: pullRequest.branch })
    const now = all.filter((proposal) => proposal.pullRequest?.number === pullRequest.number)
    followed.askedAgain.push(...(await markAsked(pullRequest, now, dependencies)))
    if (status === 'open') await forgetIfRewritten(pullRequest, dependencies)
  }
  return followed
}

/**
 * Decides the open proposals of a pull request while nobody else does. What was pushed at the moment at which it was merged or closed
 * is not in it: nobody has seen that, so it stays open, and the next import gives it a pull request.
 */
async function decide(
  { branch, number, commit, body }: PullRequest,
  state: Exclude<Proposal['state'], { status: 'open' }>,
  { proposals, repository, now, correlationId }: HostedDependencies,
): Promise<readonly Proposal[]> {
  return proposals.exclusively(branch, async (records) => {
    const open = (await records.list({ status: 'open', branch })).filter(
      ({ pullRequest }) => pullRequest?.number === number,
    )
    const later = await listLater(branch, commit, repository)
    // Who rejects a blueprint rejects what its module makes of it next, too.
    const isRejected = ({ blueprint }: Proposal) => state.status === 'rejected' && isAbout(body, blueprint)
    const isLater = (proposal: Proposal) => later.has(proposal.generatedCommit) && !isRejected(proposal)
    // Its module is to be looked at again, because what is proposed may mean something else now.
    for (const before of open.filter(isLater)) {
      const after = { ...before, updatedAt: now(), pullRequest: undefined, contentId: '' }
      const change = { event: 'proposal.outdated', actor: state.by, at: now(), correlationId } as const
      await transition({ before, after }, change, records)
    }
    const seen = open.filter((proposal) => !isLater(proposal))
    const after =
      state.status === 'approved'
        ? await afterMerge(seen, state, { repository, now })
        : seen.map((proposal) => ({ ...proposal, updatedAt: now(), state }))
    for (const [index, before] of seen.entries()) {
      const decided = after[index]
      if (decided !== undefined) await recordDecision(before, decided, { at: now(), correlationId }, records)
    }
    return after
  })
}

/** Commits that a branch has got since its pull request was decided. */
export async function listLater(
  branch: string,
  decided: string,
  repository: ProposalDependencies['repository'],
): Promise<ReadonlySet<string>> {
  const tip = await repository.findBranch(branch)
  if (tip === undefined || tip.startsWith(decided)) return new Set()
  const commits = (await repository.listOwnCommits(tip)).map(({ commit }) => commit)
  const at = commits.find((commit) => commit.startsWith(decided)) ?? decided
  const before = new Set((await repository.listOwnCommits(at).catch(() => [])).map(({ commit }) => commit))
  return new Set(commits.filter((commit) => !before.has(commit)))
}

/** Those that are decided by now; none while the pull request is open. */
async function markDecided(pullRequest: PullRequest, dependencies: HostedDependencies) {
  if (pullRequest.state.status === 'merged') return markMerged(pullRequest, dependencies)
  return markClosed(pullRequest, dependencies)
}

async function markMerged(pullRequest: PullRequest, dependencies: HostedDependencies) {
  const { repository, now } = dependencies
  const { state, branch, url } = pullRequest
  if (state.status !== 'merged') return []
  const commit = state.commit ?? (await repository.readHead()).commit
  const approval = {
    status: 'approved',
    by: hostPerson(url, state.by),
    at: state.at ?? now(),
    commit,
  } as const
  const approved = await decide(pullRequest, approval, dependencies)
  const tip = await repository.findBranch(branch)
  // After a squash nothing but this tells that the branch is done; with later commits it is not.
  if (tip?.startsWith(pullRequest.commit)) await deleteBranch(branch, dependencies)
  return approved
}

async function markClosed(pullRequest: PullRequest, dependencies: HostedDependencies) {
  const { state, url } = pullRequest
  if (state.status !== 'closed') return []
  const at = state.at ?? dependencies.now()
  const rejection = { status: 'rejected', by: hostPerson(url, state.by), at, reason: undefined } as const
  return decide(pullRequest, rejection, dependencies)
}

/** Another importer, which knows other proposals of the branch, may have written what the pull request says: then it is written anew. */
async function forgetIfRewritten(
  { number, branch, body, url }: PullRequest,
  { proposals, now, correlationId }: HostedDependencies,
): Promise<void> {
  await proposals.exclusively(branch, async (records) => {
    const open = await records.list({ status: 'open', branch })
    if (!open.every(({ pullRequest }) => pullRequest?.number === number) || !isAboutOthers(body, open)) return
    const change = { actor: hostPerson(url), at: now(), correlationId }
    for (const before of open) {
      const after = { ...before, pullRequest: { number, url } }
      await transition({ before, after }, { ...change, event: 'proposal.pull-request-rewritten' }, records)
    }
  })
}

/** A rejected blueprint is proposed again if its pull request was labelled so, commented so, or opened again. */
async function markAsked(
  pullRequest: PullRequest,
  mine: readonly Proposal[],
  dependencies: HostedDependencies,
): Promise<readonly Proposal[]> {
  const { proposals, now, correlationId } = dependencies
  const refused = mine.filter(({ state }) => state.status === 'rejected' && state.askedBy === undefined)
  if (refused.length === 0) return []
  const latest = await proposals.latestByBlueprint({ blueprints: refused.map(({ blueprint }) => blueprint) })
  const rejected = refused.filter(({ number, blueprint }) => latest.get(blueprint)?.number === number)
  if (rejected.length === 0) return []
  // Closed as a whole, and opened again by somebody.
  const isReopened =
    pullRequest.state.status === 'open' &&
    mine.every(({ state }) => state.status !== 'open') &&
    (await isStillOpen(pullRequest, dependencies))
  const by = isReopened ? hostPerson(pullRequest.url) : await findAsker(pullRequest, rejected, dependencies)
  if (by === undefined) return []
  // Another importer may have opened it again, for something else.
  const wanted = rejected.filter(({ blueprint }) => !isReopened || isAbout(pullRequest.body, blueprint))
  const change = { event: 'proposal.reopen-requested', actor: by, at: now(), correlationId } as const
  const asked: Proposal[] = []
  for (const before of wanted) {
    if (before.state.status !== 'rejected') continue
    const after = { ...before, updatedAt: now(), state: { ...before.state, askedBy: by } }
    asked.push(await transition({ before, after }, change, proposals))
  }
  return asked
}

/** Another importer may have seen it closed after the host told us: then nobody has opened it again. */
async function isStillOpen({ number }: PullRequest, { host }: HostedDependencies): Promise<boolean> {
  const { state } = await host.pullRequests.getPullRequest(host.repository, number)
  return state.status === 'open'
}

async function findAsker(
  { number, url, labels, state }: PullRequest,
  rejected: readonly Proposal[],
  { host }: HostedDependencies,
): Promise<Actor | undefined> {
  if (labels.includes(againLabel)) return hostPerson(url)
  // Not every host tells when it was closed; what was asked before a proposal came is not about that one.
  const isTold = state.status !== 'closed' || state.at !== undefined
  const since = Math.min(
    ...rejected.map((proposal) => (isTold ? decidedAt(proposal) : proposal.createdAt.getTime())),
  )
  const comments = await host.pullRequests.listComments(host.repository, number)
  const comment = comments.findLast(({ at, body }) => at.getTime() >= since && againComment.test(body))
  return comment && hostPerson(url, comment.by)
}

function decidedAt({ state }: Proposal): number {
  return state.status === 'open' ? 0 : state.at.getTime()
}
