import { ConflictError } from '@groundplan/errors'
import {
  alreadyDecided,
  noSuchProposal,
  type Proposal,
  type ProposalFilter,
  type ProposalState,
  type ProposalStore,
} from '@groundplan/proposal'
import type { Insertable, Kysely, Selectable } from 'kysely'
import { isUniqueViolation } from './is-unique-violation.ts'
import type { Database, ProposalTable } from './schema.ts'
import { toJson, toText } from './storable.ts'

export class PostgresProposalStore implements ProposalStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list({ status }: ProposalFilter = {}): Promise<readonly Proposal[]> {
    let query = this.#database.selectFrom('proposal').selectAll().orderBy('number', 'desc')
    if (status !== undefined) query = query.where('status', '=', status)
    return (await query.execute()).map(toProposal)
  }

  async find(number: number): Promise<Proposal | undefined> {
    const row = await this.#database
      .selectFrom('proposal')
      .selectAll()
      .where('number', '=', number)
      .executeTakeFirst()
    return row && toProposal(row)
  }

  async latestByBlueprint(): Promise<ReadonlyMap<string, Proposal>> {
    const rows = await this.#database
      .selectFrom('proposal')
      .selectAll()
      .distinctOn('blueprint')
      .orderBy('blueprint')
      .orderBy('number', 'desc')
      .execute()
    return new Map(rows.map((row) => [row.blueprint, toProposal(row)]))
  }

  async add(proposal: Omit<Proposal, 'number'>): Promise<Proposal> {
    try {
      const { number } = await this.#database
        .insertInto('proposal')
        .values(toRow(proposal))
        .returning('number')
        .executeTakeFirstOrThrow()
      return { ...proposal, number }
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new ConflictError(`The blueprint "${proposal.blueprint}" has an open proposal already.`, {
        hint: 'Approve or reject that one first.',
        cause: error,
      })
    }
  }

  async changeOpen(number: number, change: (proposal: Proposal) => Promise<Proposal>): Promise<Proposal> {
    return this.#database.transaction().execute(async (transaction) => {
      // The lock on the row holds back everybody else who wants to change the proposal.
      const row = await transaction
        .selectFrom('proposal')
        .selectAll()
        .where('number', '=', number)
        .forUpdate()
        .executeTakeFirst()
      if (row === undefined) throw noSuchProposal(number)
      const proposal = toProposal(row)
      if (proposal.state.status !== 'open') throw alreadyDecided(proposal)
      const changed = await change(proposal)
      await transaction.updateTable('proposal').set(toRow(changed)).where('number', '=', number).execute()
      return changed
    })
  }
}

function toRow({ state, source, ...proposal }: Omit<Proposal, 'number'>): Insertable<ProposalTable> {
  return {
    blueprint: proposal.blueprint,
    kind: proposal.kind,
    title: toText(proposal.title),
    body: toText(proposal.body),
    branch: proposal.branch,
    generated_commit: proposal.generatedCommit,
    content_id: proposal.contentId,
    source: toJson(source),
    created_at: proposal.createdAt,
    updated_at: proposal.updatedAt,
    status: state.status,
    decided_by: state.status === 'open' ? null : state.by,
    decided_at: state.status === 'open' ? null : state.at,
    merge_commit: state.status === 'approved' ? state.commit : null,
    reason: state.status !== 'rejected' || state.reason === undefined ? null : toText(state.reason),
  }
}

function toProposal(row: Selectable<ProposalTable>): Proposal {
  return {
    number: row.number,
    blueprint: row.blueprint,
    kind: row.kind,
    title: row.title,
    body: row.body,
    branch: row.branch,
    generatedCommit: row.generated_commit,
    contentId: row.content_id,
    source: row.source,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    state: toState(row),
  }
}

function toState({
  status,
  decided_by: by,
  decided_at: at,
  merge_commit: commit,
  reason,
}: Selectable<ProposalTable>): ProposalState {
  if (status === 'open' || by === null || at === null) return { status: 'open' }
  if (status === 'approved') return { status, by, at, commit: commit ?? '' }
  return { status, by, at, reason: reason ?? undefined }
}
