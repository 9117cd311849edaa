import type { Proposal } from '@groundplan/proposal'
import type { CatalogSummary } from '../catalog.ts'
import { findLost, type LostBlueprint } from '../identity/plan-adoption.ts'

/** The repository's and the database's records of the same things. */
export interface ConsistencyFacts {
  readonly entries: readonly CatalogSummary[]
  /** Blob ids of the blueprint files on the default branch, by name. */
  readonly files: ReadonlyMap<string, string>
  /** Names of blueprints whose file the catalog reports as invalid. */
  readonly problems: ReadonlySet<string>
  /** True if the default branch contains the catalog's commit, so missing files were removed on purpose. */
  readonly isSame: boolean
  /** True if the default branch has commits that the catalog has not read yet. */
  readonly isBehind: boolean
  /** The newest approved proposal of each blueprint. */
  readonly approved: ReadonlyMap<string, Proposal>
  /** Commits of proposals, approved or open, that the default branch contains. */
  readonly merged: ReadonlySet<string>
  readonly open: readonly OpenProposalFacts[]
}

export interface OpenProposalFacts {
  readonly proposal: Pick<Proposal, 'number' | 'blueprint' | 'branch' | 'generatedCommit'>
  /** `absent`: the branch is missing. `rewritten`: it is there, but no longer contains the generated commit. */
  readonly branch: 'present' | 'absent' | 'rewritten'
}

/** One way in which repository and database do not match. */
export interface Inconsistency {
  /** `warning` if the server resolves it automatically or it may be intended. */
  readonly severity: 'error' | 'warning'
  /** Stable kebab-case name. */
  readonly rule: string
  /** The blueprint, proposal, repository or database that it is about. */
  readonly subject: string
  readonly message: string
  /** The next step. */
  readonly hint: string
}

/** Finds where catalog, proposals and the default branch contradict each other: the approved content first, then files, then branches. */
export function findInconsistencies(facts: ConsistencyFacts): readonly Inconsistency[] {
  const lost = facts.isSame ? [] : facts.entries.flatMap((entry) => findLost(entry, facts))
  const lostNames = new Set(lost.map(({ blueprint }) => blueprint))
  const known = new Map(facts.entries.map((entry) => [entry.name, entry]))
  const others = facts.entries.filter(({ name }) => !lostNames.has(name))
  return [
    ...lost.map(describeLost),
    ...[...facts.approved.values()].flatMap((proposal) =>
      known.has(proposal.blueprint) ? [] : findUnpublished(proposal, facts),
    ),
    ...others.flatMap((entry) => compareEntry(entry, facts)),
    ...[...facts.files.keys()].flatMap((name) => (known.has(name) ? [] : findUnknownFile(name, facts))),
    ...facts.open.flatMap((open) => checkBranch(open, facts)),
  ]
}

function describeLost({ blueprint, version, found }: LostBlueprint): Inconsistency {
  const state = found === 'absent' ? 'is not on the default branch' : 'differs from the default branch'
  return {
    ...{ severity: 'error', rule: 'approved-content-lost', subject: blueprint },
    message: `Version ${version} was approved, but its content ${state}.`,
    hint: 'Push the commit again from a clone, restore the repository, or run `groundplan admin adopt` and import again.',
  }
}

/** Approved, but the process ended before the catalog had it, and the merge is gone since. */
function findUnpublished(
  { number, blueprint, state }: Proposal,
  { merged }: ConsistencyFacts,
): readonly Inconsistency[] {
  if (state.status !== 'approved' || merged.has(state.commit)) return []
  return [
    {
      ...{ severity: 'error', rule: 'approved-content-lost', subject: blueprint },
      message: `Proposal ${number} was approved, but its merge is not on the default branch.`,
      hint: 'Push the commit again from a clone, or restore the repository from a backup.',
    },
  ]
}

function compareEntry(
  { name, retired, latest }: CatalogSummary,
  facts: ConsistencyFacts,
): readonly Inconsistency[] {
  const blobId = facts.files.get(name)
  if (blobId === undefined) {
    if (retired) return []
    return [differs(name, 'file-missing', `It is in the catalog, but not on the default branch.`, facts)]
  }
  if (facts.problems.has(name)) return []
  if (retired)
    return [differs(name, 'file-unknown', 'It is on the default branch, but retired in the catalog.', facts)]
  if (blobId === latest.blobId) return []
  const message = `Its content on the default branch differs from version ${latest.version} in the catalog.`
  return [differs(name, 'content-differs', message, facts)]
}

function findUnknownFile(name: string, facts: ConsistencyFacts): readonly Inconsistency[] {
  if (facts.problems.has(name)) return []
  return [differs(name, 'file-unknown', 'It is on the default branch, but not in the catalog.', facts)]
}

function differs(
  subject: string,
  rule: string,
  message: string,
  { isBehind }: ConsistencyFacts,
): Inconsistency {
  return isBehind
    ? {
        ...{ severity: 'warning', rule, subject, message },
        hint: 'Start the server: it syncs the catalog with the default branch.',
      }
    : {
        ...{ severity: 'error', rule, subject, message },
        hint: 'Run `groundplan admin adopt`: the catalog then reads every file again.',
      }
}

function checkBranch(
  { proposal, branch }: OpenProposalFacts,
  { merged }: ConsistencyFacts,
): readonly Inconsistency[] {
  // Merged with git itself: the next start marks it as approved.
  if (branch === 'present' || merged.has(proposal.generatedCommit)) return []
  const subject = `proposal ${proposal.number}`
  return branch === 'absent'
    ? [
        {
          ...{ severity: 'error', rule: 'branch-missing', subject },
          message: `Its branch ${proposal.branch} is missing (blueprint ${proposal.blueprint}).`,
          hint: 'Push the branch again from a clone, or run `groundplan admin adopt`: the next import proposes it again.',
        },
      ]
    : [
        {
          ...{ severity: 'warning', rule: 'branch-rewritten', subject },
          message: `Its branch ${proposal.branch} does not contain the generated commit ${proposal.generatedCommit.slice(0, 12)}.`,
          hint: 'The branch was rewritten. Review it before you approve it.',
        },
      ]
}
