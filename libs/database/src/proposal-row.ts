import type { Proposal, ProposalConflict, ProposalDetails, ProposalState } from '@groundplan/proposal'
import type { Insertable, Selectable } from 'kysely'
import type { ProposalTable, ScopeColumns, StoredConflict } from './schema.ts'
import { toJson, toText } from './storable.ts'

/** Everything but body and conflicts, which are long. */
export const factColumns = [
  'number',
  'blueprint',
  'kind',
  'title',
  'branch',
  'generated_commit',
  'content_id',
  'source',
  'created_at',
  'updated_at',
  'status',
  'decided_by',
  'decided_at',
  'merge_commit',
  'reason',
  'pull_request',
  'policy',
  'asked_by',
  'breaking',
  'conflict_count',
  'owners',
] as const satisfies (keyof ProposalTable)[]

/** One row of {@link factColumns}. */
type ProposalRow = Pick<Selectable<ProposalTable>, (typeof factColumns)[number]>

type ProposalColumns = Omit<
  Insertable<ProposalTable>,
  'body' | 'conflicts' | 'declarations' | 'search_text' | keyof ScopeColumns
>

/** The columns of a proposal's facts. */
export function toRow({
  state,
  source,
  pullRequest,
  policy,
  ...proposal
}: Omit<Proposal, 'number'>): ProposalColumns {
  return {
    blueprint: proposal.blueprint,
    kind: proposal.kind,
    title: toText(proposal.title),
    branch: proposal.branch,
    generated_commit: proposal.generatedCommit,
    content_id: proposal.contentId,
    source: toJson(source),
    created_at: proposal.createdAt,
    updated_at: proposal.updatedAt,
    status: state.status,
    decided_by: state.status === 'open' ? null : toJson(state.by),
    decided_at: state.status === 'open' ? null : state.at,
    merge_commit: state.status === 'approved' ? state.commit : null,
    reason: 'reason' in state && state.reason !== undefined ? toText(state.reason) : null,
    pull_request: pullRequest === undefined ? null : toJson(pullRequest),
    policy: policy === undefined ? null : toJson(policy),
    asked_by: state.status === 'rejected' && state.askedBy !== undefined ? toJson(state.askedBy) : null,
    breaking: proposal.facts?.breaking ?? null,
    conflict_count: proposal.facts?.conflicts ?? null,
    owners: proposal.facts?.owners.map(toText) ?? null,
  }
}

/** The proposal of a row. */
export function toProposal(row: ProposalRow): Proposal {
  return {
    number: row.number,
    blueprint: row.blueprint,
    kind: row.kind,
    title: row.title,
    branch: row.branch,
    generatedCommit: row.generated_commit,
    contentId: row.content_id,
    source: row.source,
    ...(row.policy === null ? {} : { policy: row.policy }),
    ...(row.pull_request === null ? {} : { pullRequest: row.pull_request }),
    ...toFacts(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    state: toState(row),
  }
}

function toFacts({ breaking, conflict_count: conflicts, owners }: ProposalRow): Pick<Proposal, 'facts'> {
  if (breaking === null || conflicts === null) return {}
  return { facts: { breaking, conflicts, owners: owners ?? [] } }
}

/** The columns of its details; none where they stay as they are. */
export function toDetailColumns(details: ProposalDetails | undefined) {
  if (details === undefined) return {}
  return { conflicts: toJson(details.conflicts), declarations: toJson(details.declarations) }
}

/** A conflict as it was before JSON kept it. */
export function toConflict({ decision, ...conflict }: StoredConflict): ProposalConflict {
  if (decision === undefined) return conflict
  return { ...conflict, decision: { ...decision, at: new Date(decision.at) } }
}

function toState({
  status,
  decided_by: by,
  decided_at: at,
  merge_commit: commit,
  reason,
  asked_by: askedBy,
}: ProposalRow): ProposalState {
  if (status === 'open' || by === null || at === null) return { status: 'open' }
  if (status === 'approved') return { status, by, at, commit: commit ?? '' }
  const review = { by, at, reason: reason ?? undefined }
  if (status === 'withdrawn') return { status, ...review }
  return { status, ...review, ...(askedBy === null ? {} : { askedBy }) }
}
