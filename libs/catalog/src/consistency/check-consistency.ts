import type { Proposal, ProposalStore } from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'
import type { CatalogStore } from '../catalog-store.ts'
import { blueprintNameOf, listBlueprintFiles } from '../sync/blueprint-files.ts'
import {
  compareRepository,
  describeMismatch,
  mismatchStep,
  type RepositoryAtAddress,
} from '../require-same-repository.ts'
import {
  findInconsistencies,
  type ConsistencyFacts,
  type Inconsistency,
  type OpenProposalFacts,
} from './find-inconsistencies.ts'

export interface ConsistencySources {
  /** `undefined` if there is none at the address. */
  readonly repository: ReviewRepository | undefined
  readonly address: string
  readonly proposals: ProposalStore
  readonly catalog: CatalogStore
}

/** Compares repository and database and changes neither. A copy of a repository at a host is fetched first. */
export async function checkConsistency(sources: ConsistencySources): Promise<readonly Inconsistency[]> {
  const { repository, address, catalog } = sources
  const recorded = await catalog.findRepository()
  await repository?.refresh()
  const at = { address, repository } as RepositoryAtAddress
  const { match, found } = await compareRepository(recorded, at)
  const mismatch: readonly Inconsistency[] =
    match === 'same'
      ? []
      : [
          {
            ...{ severity: 'error', rule: `repository-${match}`, subject: 'blueprint repository' },
            message: describeMismatch(match, { recorded, found, address }),
            hint: mismatchStep(match),
          },
        ]
  if (repository === undefined) return mismatch
  return [...mismatch, ...findInconsistencies(await readFacts({ ...sources, repository }, match === 'same'))]
}

async function readFacts(
  { repository, proposals, catalog }: ConsistencySources & { readonly repository: ReviewRepository },
  isSame: boolean,
): Promise<ConsistencyFacts> {
  const { head, tips } = await repository.readBranches()
  const approved = await proposals.latestByBlueprint({ status: 'approved' })
  const open = await proposals.list({ status: 'open' })
  const commits = [
    ...[...approved.values()].flatMap(({ state }) => (state.status === 'approved' ? [state.commit] : [])),
    ...open.map(({ generatedCommit }) => generatedCommit),
  ]
  const files = await listBlueprintFiles(head.commit, repository)
  const problems = await catalog.findProblems(files.map(({ path }) => path))
  const states: OpenProposalFacts[] = []
  for (const proposal of open)
    states.push({ proposal, branch: await readBranch(proposal, tips.get(proposal.branch), repository) })
  return {
    entries: await catalog.listEntries(),
    files: new Map(files.map(({ name, blobId }) => [name, blobId])),
    problems: new Set(problems.flatMap(({ path }) => blueprintNameOf(path) ?? [])),
    isSame,
    isBehind: isSame && (await catalog.findSyncedCommit()) !== head.commit,
    ...{ approved, open: states },
    merged: new Set((await repository.findMerges(commits)).keys()),
  }
}

async function readBranch(
  { generatedCommit }: Proposal,
  tip: string | undefined,
  repository: ReviewRepository,
): Promise<OpenProposalFacts['branch']> {
  if (tip === undefined) return 'absent'
  if (tip === generatedCommit) return 'present'
  const own = await repository.listOwnCommits(tip)
  return own.some(({ commit }) => commit === generatedCommit) ? 'present' : 'rewritten'
}
