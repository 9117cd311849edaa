import type { Actor } from '@groundplan/actor'
import type { Proposal } from '@groundplan/proposal'
import type { CatalogSummary } from '../catalog.ts'

export interface AdoptionSituation {
  readonly entries: readonly CatalogSummary[]
  /** Blob ids of the blueprint files on the default branch, by name. */
  readonly files: ReadonlyMap<string, string>
  /** The newest proposal of each blueprint, and the newest one that was approved. */
  readonly latest: ReadonlyMap<string, Proposal>
  readonly approved: ReadonlyMap<string, Proposal>
  /** Commits of approvals that the default branch contains. */
  readonly merged: ReadonlySet<string>
  readonly branches: ReadonlySet<string>
  readonly by: Actor
  readonly at: Date
}

export interface AdoptedProposal {
  readonly before: Proposal
  readonly after: Proposal
}

/** A blueprint that was approved, but whose content is no longer on the default branch. */
export interface LostBlueprint {
  readonly blueprint: string
  readonly version: string
  readonly found: 'absent' | 'different'
}

export interface AdoptionPlan {
  readonly lost: readonly LostBlueprint[]
  /** Proposals to reset, so that the next import proposes them again. */
  readonly proposals: readonly AdoptedProposal[]
}

/** Plans the changes to records when the database adopts another state of the blueprint repository. */
export function planAdoption(situation: AdoptionSituation): AdoptionPlan {
  const lost = situation.entries.flatMap((entry) => findLost(entry, situation))
  const again = lost.flatMap(({ blueprint }) => proposeAgain(situation.latest.get(blueprint), situation))
  const gone = [...situation.latest.values()].filter(
    ({ state, branch }) => state.status === 'open' && !situation.branches.has(branch),
  )
  const reason = 'Its branch is not in the adopted blueprint repository.'
  return { lost, proposals: [...again, ...gone.map((proposal) => withdraw(proposal, reason, situation))] }
}

/** The entry if it was approved, but neither its content nor its approval is on the default branch. */
export function findLost(
  { name, retired, latest }: CatalogSummary,
  { files, approved, merged }: Pick<AdoptionSituation, 'files' | 'approved' | 'merged'>,
): readonly LostBlueprint[] {
  const blobId = files.get(name)
  if (retired || blobId === latest.blobId) return []
  const state = approved.get(name)?.state
  // Whatever people did to the file after the approval, they did on purpose.
  if (state?.status === 'approved' && merged.has(state.commit)) return []
  const found = blobId === undefined ? 'absent' : 'different'
  return [{ blueprint: name, version: latest.version, found }]
}

function proposeAgain(
  latest: Proposal | undefined,
  situation: AdoptionSituation,
): readonly AdoptedProposal[] {
  const reason = 'It was approved, but its content is not in the adopted blueprint repository.'
  if (latest?.state.status === 'approved') return [withdraw(latest, reason, situation)]
  if (latest?.state.status !== 'rejected') return []
  const after = { ...latest, updatedAt: situation.at, state: { ...latest.state, askedBy: situation.by } }
  return [{ before: latest, after }]
}

function withdraw(proposal: Proposal, reason: string, { by, at }: AdoptionSituation): AdoptedProposal {
  return {
    before: proposal,
    after: { ...proposal, updatedAt: at, state: { status: 'withdrawn', by, at, reason } },
  }
}
