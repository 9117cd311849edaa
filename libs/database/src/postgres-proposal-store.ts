import { ConflictError } from '@groundplan/errors'
import type { Proposal, ProposalFilter, ProposalState, ProposalStore } from '@groundplan/proposal'
import type { Insertable, Kysely, Selectable } from 'kysely'
import { isUniqueViolation } from './is-unique-violation.ts'
import type { Database, ProposalTable } from './schema.ts'

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
        cause: error,
      })
    }
  }

  async replaceOpen(proposal: Proposal): Promise<void> {
    const { numUpdatedRows } = await this.#database
      .updateTable('proposal')
      .set(toRow(proposal))
      .where('number', '=', proposal.number)
      .where('status', '=', 'open')
      .executeTakeFirst()
    if (numUpdatedRows === 1n) return
    throw new ConflictError(`Proposal ${proposal.number} is not open any more.`, {
      hint: 'Look at it again: somebody has decided it.',
    })
  }
}

function toRow({ state, source, ...proposal }: Omit<Proposal, 'number'>): Insertable<ProposalTable> {
  return {
    blueprint: proposal.blueprint,
    kind: proposal.kind,
    title: proposal.title,
    body: proposal.body,
    branch: proposal.branch,
    generated_commit: proposal.generatedCommit,
    content_id: proposal.contentId,
    source: JSON.stringify(source),
    created_at: proposal.createdAt,
    updated_at: proposal.updatedAt,
    status: state.status,
    decided_by: state.status === 'open' ? null : state.by,
    decided_at: state.status === 'open' ? null : state.at,
    merge_commit: state.status === 'approved' ? state.commit : null,
    reason: state.status === 'rejected' ? (state.reason ?? null) : null,
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
