import type { Scope } from '@groundplan/actor'
import type { CodeChange, CodeStep } from '@groundplan/blueprint'
import { jobsAfterEvent } from '@groundplan/catalog'
import { ConflictError } from '@groundplan/errors'
import type { JobQueue } from '@groundplan/jobs'
import {
  changedMeanwhile,
  lostLease,
  noSuchProposal,
  positionOf,
  toPage,
  type GeneratedProposal,
  type Lease,
  type LatestFilter,
  type NewProposal,
  type Page,
  type Proposal,
  type ProposalDetails,
  type ProposalEvent,
  type ProposalFacets,
  type ProposalFilter,
  type ProposalPageRequest,
  type ProposalPosition,
  type ProposalRecords,
  type ProposalReplacement,
  type ProposalSearch,
} from '@groundplan/proposal'
import { sql, type Kysely } from 'kysely'
import { isUniqueViolation } from './is-unique-violation.ts'
import { recordEvent } from './postgres-event-log.ts'
import {
  comesAfter,
  countProposalFacets,
  directionOf,
  matchesSearch,
  proposalOrders,
} from './postgres-proposal-search.ts'
import { factColumns, toConflict, toDetailColumns, toProposal, toRow } from './proposal-row.ts'
import type { Database } from './schema.ts'
import { inScope, scopeColumns, scopeKey } from './scope-columns.ts'
import { toJson, toText } from './storable.ts'

export interface ProposalRecordsOptions {
  /** Writes proposals only as long as nobody has taken this over. */
  readonly lease?: Lease | undefined
  /** Gets the jobs that events call for, in the transactions that record them; absent: nobody works on them. */
  readonly jobs?: JobQueue | undefined
}

export class PostgresProposalRecords implements ProposalRecords {
  readonly #database: Kysely<Database>
  readonly #scope: Scope
  readonly #options: ProposalRecordsOptions

  constructor(database: Kysely<Database>, scope: Scope, options: ProposalRecordsOptions = {}) {
    this.#database = database
    this.#scope = scope
    this.#options = options
  }

  async findCodeChanges({ path, from, to }: CodeStep): Promise<readonly CodeChange[] | undefined> {
    const row = await this.#database
      .selectFrom('code_comparison')
      .select('changes')
      .where(inScope(this.#scope))
      .where('to_commit', '=', to)
      .where('from_commit', '=', from)
      .where('path', '=', path)
      .executeTakeFirst()
    return row?.changes
  }

  async keepCodeChanges({ path, from, to }: CodeStep, found: readonly CodeChange[]): Promise<void> {
    const changes = toJson(found)
    await this.#database
      .insertInto('code_comparison')
      .values({ path, from_commit: from, to_commit: to, changes, ...scopeColumns(this.#scope) })
      .onConflict((conflict) =>
        conflict.columns(['to_commit', 'from_commit', 'path', ...scopeKey]).doUpdateSet({ changes }),
      )
      .execute()
  }

  async list({ status, branch }: ProposalFilter = {}): Promise<readonly Proposal[]> {
    let query = this.#from().select(factColumns).orderBy('number', 'desc')
    if (status !== undefined) query = query.where('status', '=', status)
    if (branch !== undefined) query = query.where('branch', '=', branch)
    return (await query.execute()).map(toProposal)
  }

  async find(number: number): Promise<Proposal | undefined> {
    const row = await this.#from().select(factColumns).where('number', '=', number).executeTakeFirst()
    return row && toProposal(row)
  }

  async latestByBlueprint({ status, blueprints }: LatestFilter = {}): Promise<ReadonlyMap<string, Proposal>> {
    let query = this.#from()
      .select(factColumns)
      .distinctOn('blueprint')
      .orderBy('blueprint')
      .orderBy('number', 'desc')
    if (status !== undefined) query = query.where('status', '=', status)
    if (blueprints !== undefined) query = query.where('blueprint', '=', sql<string>`any(${blueprints})`)
    const rows = await query.execute()
    return new Map(rows.map((row) => [row.blueprint, toProposal(row)]))
  }

  listGenerated(commits?: readonly string[]): Promise<readonly GeneratedProposal[]> {
    let query = this.#from()
      .select(['number', 'branch', 'generated_commit as generatedCommit'])
      .where('status', '=', 'open')
      .orderBy('number', 'desc')
    if (commits !== undefined) query = query.where('generated_commit', '=', sql<string>`any(${commits})`)
    return query.execute()
  }

  async readBodies(numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await this.#from()
      .select(['number', 'body'])
      .where('number', '=', sql<number>`any(${numbers})`)
      .execute()
    return new Map(rows.map(({ number, body }) => [number, body]))
  }

  async readDetails(number: number): Promise<ProposalDetails> {
    const row = await this.#from()
      .select(['conflicts', 'declarations'])
      .where('number', '=', number)
      .executeTakeFirst()
    return { conflicts: (row?.conflicts ?? []).map(toConflict), declarations: row?.declarations ?? [] }
  }

  async search(
    search: ProposalSearch,
    { sort, limit, after, backwards = false }: ProposalPageRequest,
  ): Promise<Page<Proposal, ProposalPosition>> {
    const direction = directionOf(sort, backwards)
    let query = this.#from().select(factColumns).where(matchesSearch(search))
    for (const column of proposalOrders[sort].columns) query = query.orderBy(column, direction)
    if (after !== undefined) query = query.where(comesAfter(after, sort, direction))
    const rows = await query
      .orderBy('number', direction)
      .limit(limit + 1)
      .execute()
    return toPage(rows.map(toProposal), limit, (proposal) => positionOf(proposal, sort))
  }

  async count(search: ProposalSearch): Promise<number> {
    const { count } = await this.#from()
      .select(sql<number>`count(*)::integer`.as('count'))
      .where(matchesSearch(search))
      .executeTakeFirstOrThrow()
    return count
  }

  countFacets(search: ProposalSearch): Promise<ProposalFacets> {
    return countProposalFacets(this.#database, this.#scope, search)
  }

  async insert({ body, details, ...proposal }: NewProposal, event: ProposalEvent): Promise<Proposal> {
    try {
      const number = await this.#write(async (transaction) => {
        const row = await transaction
          .insertInto('proposal')
          .values({
            ...scopeColumns(this.#scope),
            ...toRow(proposal),
            body: toText(body),
            ...toDetailColumns(details),
          })
          .returning('number')
          .executeTakeFirstOrThrow()
        await recordEvent({ ...event, subject: subjectOf(row) }, this.#scope, transaction)
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

  async replace(proposal: Proposal, { expected, event, body, details }: ProposalReplacement): Promise<void> {
    const { number } = proposal
    const texts = {
      ...(body === undefined ? {} : { body: toText(body) }),
      ...toDetailColumns(details),
    }
    await this.#write(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('proposal')
        .set({ ...toRow(proposal), ...texts })
        .where(inScope(this.#scope))
        .where('number', '=', number)
        .where('status', '=', expected)
        .executeTakeFirst()
      if (numUpdatedRows > 0n) {
        await recordEvent({ ...event, subject: subjectOf(proposal) }, this.#scope, transaction)
        for (const job of jobsAfterEvent(event)) await this.#options.jobs?.enqueue(job, transaction)
        return
      }
      const isThere = await transaction
        .selectFrom('proposal')
        .select('number')
        .where(inScope(this.#scope))
        .where('number', '=', number)
        .executeTakeFirst()
      throw isThere === undefined ? noSuchProposal(number) : changedMeanwhile(number)
    })
  }

  async findFollowedAt(): Promise<Date | undefined> {
    const row = await this.#database
      .selectFrom('review_state')
      .select('followed_at')
      .where(inScope(this.#scope))
      .executeTakeFirst()
    return row?.followed_at
  }

  async setFollowedAt(at: Date): Promise<void> {
    await this.#database
      .insertInto('review_state')
      .values({ ...scopeColumns(this.#scope), followed_at: at })
      .onConflict((conflict) => conflict.columns(scopeKey).doUpdateSet({ followed_at: at }))
      .execute()
  }

  #from() {
    return this.#database.selectFrom('proposal').where(inScope(this.#scope))
  }

  /** Writes in one transaction while the lease is ours: whoever takes it over waits until this is done. */
  async #write<Result>(work: (transaction: Kysely<Database>) => Promise<Result>): Promise<Result> {
    const { lease } = this.#options
    return this.#database.transaction().execute(async (transaction) => {
      if (lease === undefined) return work(transaction)
      const held = await transaction
        .selectFrom('lease')
        .select('key')
        .where(inScope(this.#scope))
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
