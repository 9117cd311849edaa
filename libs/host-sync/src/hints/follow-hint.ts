import type { ImportConfiguration, ImportRequest, OnlyRepository } from '@groundplan/importer'
import {
  followPullRequest,
  syncPullRequest,
  type Proposal,
  type ProposalDependencies,
  type ReviewHost,
} from '@groundplan/proposal'
import type { RepositoryName } from '@groundplan/scm'
import type { HostHint } from './host-hint.ts'

export interface FollowDependencies extends Omit<ProposalDependencies, 'host'> {
  readonly readConfiguration: () => Promise<ImportConfiguration>
  readonly imports: { startOnce(request: ImportRequest): Promise<unknown> }
  /** Brings the catalog in step with the blueprint repository. */
  readonly followCatalog: () => Promise<unknown>
}

/** Looks where a webhook says that something happened. Safe to repeat, in any order. */
export async function followHint(
  { hosts, isReviewHost, event }: HostHint,
  dependencies: FollowDependencies,
): Promise<void> {
  const configuration = await dependencies.readConfiguration()
  const { host } = configuration
  if (isReviewHost && host !== undefined && isSame(host.repository, event.repository)) {
    if (event.kind === 'push') return followBlueprints(configuration, host, dependencies)
    return followReview(event.number, host, dependencies)
  }
  if (event.kind !== 'push' || configuration.onboarding !== undefined) return
  for (const only of findSelected(hosts, event.repository, configuration))
    await dependencies.imports.startOnce({ repositories: [], configured: true, only })
}

/** Hosts do not tell names apart by case. */
function isSame(left: RepositoryName, right: RepositoryName): boolean {
  const lower = ({ owner, name }: RepositoryName) => `${owner}/${name}`.toLowerCase()
  return lower(left) === lower(right)
}

/** The repository with its owner as the configuration writes it, once for each host by which it may be selected. */
function findSelected(
  hosts: readonly string[],
  { owner, name }: RepositoryName,
  { selections }: ImportConfiguration,
): readonly OnlyRepository[] {
  const found = selections.filter(
    (selection) => hosts.includes(selection.host) && selection.owner.toLowerCase() === owner.toLowerCase(),
  )
  const keys = new Map(found.map((selection) => [`${selection.host}/${selection.owner}`, selection]))
  return [...keys.values()].map((selection) => ({ host: selection.host, owner: selection.owner, name }))
}

async function followBlueprints(
  before: ImportConfiguration,
  host: ReviewHost,
  dependencies: FollowDependencies,
): Promise<void> {
  const { repository, proposals, imports } = dependencies
  await repository.refresh()
  await dependencies.followCatalog()
  const open = await proposals.list({ status: 'open' })
  for (const branch of new Set(open.map((proposal) => proposal.branch)))
    await syncReviewed(branch, { ...dependencies, host })
  // The first configuration was merged: what it promised may come.
  const after = await dependencies.readConfiguration()
  if (before.onboarding !== undefined && after.onboarding === undefined)
    await imports.startOnce({ repositories: [], configured: true })
}

async function followReview(
  number: number,
  host: ReviewHost,
  dependencies: FollowDependencies,
): Promise<void> {
  const { repository, proposals } = dependencies
  const { askedAgain } = await followPullRequest(number, { ...dependencies, host })
  await repository.refresh()
  await dependencies.followCatalog()
  const open = await proposals.list({ status: 'open' })
  const branches = open.filter(({ pullRequest }) => pullRequest?.number === number)
  for (const branch of new Set(branches.map((proposal) => proposal.branch)))
    await syncReviewed(branch, { ...dependencies, host })
  await importAgain(askedAgain, dependencies)
}

/** What the check says and whether it is a draft follow from what reviewers did to the branch; what we did is in step already. */
async function syncReviewed(
  branch: string,
  dependencies: ProposalDependencies & { readonly host: ReviewHost },
): Promise<void> {
  const { repository, proposals } = dependencies
  const open = await proposals.list({ status: 'open', branch })
  const pullRequest = open.find((proposal) => proposal.pullRequest !== undefined)?.pullRequest
  const tip = await repository.findBranch(branch)
  if (pullRequest === undefined || tip === undefined) return
  const [newest] = await repository.listOwnCommits(tip)
  if (newest === undefined || newest.isGenerated) return
  await syncPullRequest({ branch, pullRequest, reviewers: [] }, dependencies)
}

/** Proposals do not know under which name a host lists their repository: the import of all finds it, and skips the others. */
async function importAgain(asked: readonly Proposal[], { imports }: FollowDependencies): Promise<void> {
  if (asked.length > 0) await imports.startOnce({ repositories: [], configured: true })
}
