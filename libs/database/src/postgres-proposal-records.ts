import { ConflictError } from '@groundplan/errors'
import {
  changedMeanwhile,
  lostLease,
  noSuchProposal,
  type GeneratedProposal,
  type Lease,
  type LatestFilter,
  type NewProposal,
  type Proposal,
  type ProposalEvent,
  type ProposalFilter,
  type ProposalRecords,
  type ProposalReplacement,
  type ProposalState,
} from '@groundplan/proposal'
import { sql, type Insertable, type Kysely, type Selectable } from 'kysely'
import { isUniqueViolation } from './is-unique-violation.ts'
import { recordEvent } from './postgres-event-log.ts'
import type { Database, ProposalTable } from './schema.ts'
import { toJson, toText } from './storable.ts'

export class PostgresProposalRecords implements ProposalRecords {
  readonly #database: Kysely<Database>
  readonly #lease: Lease | undefined

  /** With a lease it writes proposals only as long as nobody has taken that over. */
  constructor(database: Kysely<Database>, lease?: Lease) {
    this.#database = database
    this.#lease = lease
  }

  async list({ status, branch }: ProposalFilter = {}): Promise<readonly Proposal[]> {
    let query = this.#database.selectFrom('proposal').select(facts).orderBy('number', 'desc')
    if (status !== undefined) query = query.where('status', '=', status)
    if (branch !== undefined) query = query.where('branch', '=', branch)
    return (await query.execute()).map(toProposal)
  }

  async find(number: number): Promise<Proposal | undefined> {
    const row = await this.#database
      .selectFrom('proposal')
      .select(facts)
      .where('number', '=', number)
      .executeTakeFirst()
    return row && toProposal(row)
  }

  async latestByBlueprint({ status, blueprints }: LatestFilter = {}): Promise<ReadonlyMap<string, Proposal>> {
    let query = this.#database
      .selectFrom('proposal')
      .select(facts)
      .distinctOn('blueprint')
      .orderBy('blueprint')
      .orderBy('number', 'desc')
    if (status !== undefined) query = query.where('status', '=', status)
    if (blueprints !== undefined) query = query.where('blueprint', '=', sql<string>`any(${blueprints})`)
    const rows = await query.execute()
    return new Map(rows.map((row) => [row.blueprint, toProposal(row)]))
  }

  listGenerated(commits?: readonly string[]): Promise<readonly GeneratedProposal[]> {
    let query = this.#database
      .selectFrom('proposal')
      .select(['number', 'branch', 'generated_commit as generatedCommit'])
      .where('status', '=', 'open')
      .orderBy('number', 'desc')
    if (commits !== undefined) query = query.where('generated_commit', '=', sql<string>`any(${commits})`)
    return query.execute()
  }

  async readBodies(numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await this.#database
      .selectFrom('proposal')
      .select(['number', 'body'])
      .where('number', '=', sql<number>`any(${numbers})`)
      .execute()
    return new Map(rows.map(({ number, body }) => [number, body]))
  }

  async insert({ body, ...proposal }: NewProposal, event: ProposalEvent): Promise<Proposal> {
    try {
      const number = await this.#write(async (transaction) => {
        const row = await transaction
          .insertInto('proposal')
          .values({ ...toRow(proposal), body: toText(body) })
          .returning('number')
          .executeTakeFirstOrThrow()
        await recordEvent({ ...event, subject: subjectOf(row) }, transaction)
        return row.number
      })
      return { ...proposal, number }
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new ConflictError(`The blueprint "${proposal.blueprint}" already has an open proposal.`, {
        hint: 'Approve or reject that one first.',
        cause: error,
      })
    }
  }

  async replace(proposal: Proposal, { expected, event, body }: ProposalReplacement): Promise<void> {
    const { number } = proposal
    await this.#write(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('proposal')
        .set({ ...toRow(proposal), ...(body === undefined ? {} : { body: toText(body) }) })
        .where('number', '=', number)
        .where('status', '=', expected)
        .executeTakeFirst()
      if (numUpdatedRows > 0n) return recordEvent({ ...event, subject: subjectOf(proposal) }, transaction)
      const isThere = await transaction
        .selectFrom('proposal')
        .select('number')
        .where('number', '=', number)
        .executeTakeFirst()
      throw isThere === undefined ? noSuchProposal(number) : changedMeanwhile(number)
    })
  }

  async findFollowedAt(): Promise<Date | undefined> {
    const row = await this.#database.selectFrom('review_state').select('followed_at').executeTakeFirst()
    return row?.followed_at
  }

  async setFollowedAt(at: Date): Promise<void> {
    await this.#database
      .insertInto('review_state')
      .values({ id: 1, followed_at: at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ followed_at: at }))
      .execute()
  }

  /** Writes in one transaction while the lease is ours: whoever takes it over waits until this is done. */
  async #write<Result>(work: (transaction: Kysely<Database>) => Promise<Result>): Promise<Result> {
    const lease = this.#lease
    return this.#database.transaction().execute(async (transaction) => {
      if (lease === undefined) return work(transaction)
      const held = await transaction
        .selectFrom('lease')
        .select('key')
        .where('key', '=', lease.key)
        .where('token', '=', String(lease.token))
        .forShare()
        .executeTakeFirst()
      if (held === undefined) throw lostLease(lease.key)
      return work(transaction)
    })
  }
}

function subjectOf({ number }: { readonly number: number }) {
  return { kind: 'proposal', id: String(number) } as const
}

/** Everything but the body, which is long. */
const facts = [
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
] as const satisfies (keyof ProposalTable)[]

type FactsRow = Pick<Selectable<ProposalTable>, (typeof facts)[number]>

function toRow({
  state,
  source,
  pullRequest,
  policy,
  ...proposal
}: Omit<Proposal, 'number'>): Omit<Insertable<ProposalTable>, 'body'> {
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
  }
}

function toProposal(row: FactsRow): Proposal {
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
  asked_by: askedBy,
}: FactsRow): ProposalState {
  if (status === 'open' || by === null || at === null) return { status: 'open' }
  if (status === 'approved') return { status, by, at, commit: commit ?? '' }
  const review = { by, at, reason: reason ?? undefined }
  if (status === 'withdrawn') return { status, ...review }
  return { status, ...review, ...(askedBy === null ? {} : { askedBy }) }
}
