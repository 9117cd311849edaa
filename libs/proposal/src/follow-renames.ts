import { gitActor } from '@groundplan/actor'
import type { ReviewRepository } from '@groundplan/scm'
import type { ProposalDependencies } from './apply-branch.ts'
import { blueprintPaths } from './file-texts.ts'
import { transition } from './lifecycle/transition.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalRecords } from './proposal-store.ts'
import { findOnlyIn, listBlueprints } from './renames/find-only-in.ts'

type RenameDependencies = Pick<ProposalDependencies, 'repository' | 'proposals' | 'now' | 'correlationId'>

/**
 * Follows people who renamed a blueprint's file, on the branch of its proposal or on the default branch: the file's name is the
 * blueprint's name. Costs nothing for branches that are as they were generated.
 */
export async function followRenames(dependencies: RenameDependencies): Promise<void> {
  const { repository, proposals } = dependencies
  const open = (await proposals.list({ status: 'open' })).filter(({ kind }) => kind !== 'retirement')
  const { tips } = await repository.readBranches([...new Set(open.map(({ branch }) => branch))])
  const touched = open.filter(
    ({ branch, generatedCommit }) => (tips.get(branch) ?? generatedCommit) !== generatedCommit,
  )
  for (const branch of new Set(touched.map((each) => each.branch)))
    await proposals.exclusively(branch, (records) =>
      followOnBranch(branch, { ...dependencies, proposals: records }),
    )
  await followPublished(dependencies)
}

type HeldDependencies = Omit<RenameDependencies, 'proposals'> & { readonly proposals: ProposalRecords }

/** The same for the open proposals of one branch. */
export async function followOnBranch(branch: string, dependencies: HeldDependencies): Promise<void> {
  const { repository, proposals } = dependencies
  const tip = await repository.findBranch(branch)
  if (tip === undefined) return
  const open = await proposals.list({ status: 'open', branch })
  if (open.every(({ generatedCommit }) => generatedCommit === tip)) return
  const paths = open.map(({ blueprint }) => blueprintPaths(blueprint).blueprint)
  const there = new Set((await repository.readEntries(tip, paths)).map(({ path }) => path))
  for (const proposal of open) {
    if (proposal.kind === 'retirement' || there.has(blueprintPaths(proposal.blueprint).blueprint)) continue
    const name = await findRenamed(proposal, tip, repository)
    if (name !== undefined) await rename(proposal, name, dependencies)
  }
}

/** The name that a proposal's blueprint has in a commit's tree, if people renamed its file since it was generated. */
export async function findRenamed(
  { generatedCommit, source }: Proposal,
  commit: string,
  repository: Pick<ReviewRepository, 'listEntries' | 'readTexts' | 'hasCommit'>,
): Promise<string | undefined> {
  if (!(await repository.hasCommit(generatedCommit))) return undefined
  return findOnlyIn({ has: commit, lacks: generatedCommit }, [source], repository)
}

/** An open update of a blueprint that was renamed on the default branch is written anew by the next import. */
async function followPublished(dependencies: RenameDependencies): Promise<void> {
  const { repository, proposals } = dependencies
  const { commit } = await repository.readHead()
  const approved = await proposals.latestByBlueprint({ status: 'approved' })
  const there = await listBlueprints(commit, repository)
  const missing = [...approved.values()].filter(
    ({ blueprint, kind }) => kind !== 'retirement' && !there.has(blueprint),
  )
  if (missing.length === 0) return
  const latest = await proposals.latestByBlueprint()
  if ([...there.keys()].every((name) => latest.has(name))) return
  for (const proposal of missing) {
    const name = await findRenamed(proposal, commit, repository)
    if (name === undefined || latest.has(name)) continue
    const newest = latest.get(proposal.blueprint)
    const renamed = [proposal, ...(newest?.state.status === 'open' ? [newest] : [])]
    for (const { branch, number } of renamed)
      await proposals.exclusively(branch, async (records) => {
        const before = await records.find(number)
        if (before !== undefined) await rename(before, name, { ...dependencies, proposals: records })
      })
  }
}

async function rename(
  before: Proposal,
  blueprint: string,
  { proposals, now, correlationId }: HeldDependencies,
): Promise<void> {
  // Another blueprint has the name: then it is not the same one.
  if (
    (await proposals.latestByBlueprint({ blueprints: [blueprint] })).get(blueprint)?.state.status === 'open'
  )
    return
  const change = { event: 'proposal.renamed', actor: gitActor, at: now(), correlationId } as const
  // What is generated depends on the name.
  const contentId = before.state.status === 'open' ? '' : before.contentId
  const after = { ...before, blueprint, contentId, updatedAt: now() }
  await transition({ before, after }, change, proposals)
}
