import type { Actor } from '@groundplan/actor'
import { transition } from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'
import { planAdoption, type AdoptionPlan } from './identity/plan-adoption.ts'
import { listBlueprintFiles } from './sync/blueprint-files.ts'
import type { CatalogDependencies } from './sync/sync-catalog.ts'

/**
 * Makes the database belong to this state of the repository. Approved content that it does not have, and open proposals whose
 * branch it does not have, are proposed again by the next import. Returns what was found. Doing it again changes nothing.
 */
export async function adoptRepository(
  { repository, proposals, catalog, now }: CatalogDependencies,
  { by }: { readonly by: Actor },
): Promise<AdoptionPlan> {
  await repository.refresh()
  const { head, tips } = await repository.readBranches()
  const approved = await proposals.latestByBlueprint({ status: 'approved' })
  const plan = planAdoption({
    entries: await catalog.listEntries(),
    files: await readFiles(head.commit, repository),
    latest: await proposals.latestByBlueprint(),
    approved,
    merged: new Set((await repository.findMerges([...approved.values()].flatMap(commitOf))).keys()),
    branches: new Set(tips.keys()),
    ...{ by, at: now() },
  })
  for (const change of plan.proposals) {
    const event =
      change.after.state.status === 'withdrawn' ? 'proposal.withdrawn' : 'proposal.reopen-requested'
    await proposals.exclusively(change.before.branch, (records) =>
      transition(change, { event, actor: by, at: now() }, records),
    )
  }
  // Last: until then the server refuses to start, and adopting can be repeated.
  await catalog.adoptRepository(await repository.findRoot())
  return plan
}

function commitOf({ state }: { readonly state: { readonly status: string; readonly commit?: string } }) {
  return state.commit === undefined ? [] : [state.commit]
}

async function readFiles(commit: string, repository: ReviewRepository): Promise<ReadonlyMap<string, string>> {
  const files = await listBlueprintFiles(commit, repository)
  return new Map(files.map(({ name, blobId }) => [name, blobId]))
}
