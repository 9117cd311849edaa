import type { Scope } from '@groundplan/actor'
import type {
  Publication,
  PublicationChange,
  PublicationRequest,
  PublicationStore,
} from '@groundplan/catalog'
import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database, PublicationTable } from '../schema.ts'
import { inScope, scopeColumns, scopeKey } from '../scope-columns.ts'
import { toJson } from '../storable.ts'
import { changeMark } from './catalog-mark.ts'

/** Facts of events are cut to this many characters. */
const longestFact = 2000

/** The scope's space is the one that blueprints are published to, and its blueprint repository the one that has them. */
export class PostgresPublicationStore implements PublicationStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async list({ limit, after }: PageRequest<string>): Promise<Page<Publication, string>> {
    let query = this.#database
      .selectFrom('publication')
      .selectAll()
      .where(inScope(this.#scope))
      .orderBy(sql`blueprint collate "C"`)
      .limit(limit + 1)
    if (after !== undefined) query = query.where(sql<boolean>`blueprint collate "C" > ${after}`)
    const rows = await query.execute()
    return toPage(rows.map(toPublication), limit, ({ blueprint }) => blueprint)
  }

  async find(blueprint: string): Promise<Publication | undefined> {
    const row = await this.#find(this.#database, blueprint).executeTakeFirst()
    return row && toPublication(row)
  }

  async put(request: PublicationRequest, { by, at }: PublicationChange): Promise<Publication> {
    const { blueprint } = request
    const value = { defaults: toJson(request.defaults), hidden: toJson(request.hidden) }
    return this.#database.transaction().execute(async (transaction) => {
      const known = await this.#find(transaction, blueprint).forUpdate().executeTakeFirst()
      const row = await transaction
        .insertInto('publication')
        .values({
          ...{ ...scopeColumns(this.#scope), blueprint, ...value },
          ...{ published_at: at, published_by: toJson(by) },
        })
        .onConflict((conflict) => conflict.columns(['blueprint', ...scopeKey]).doUpdateSet(value))
        .returningAll()
        .executeTakeFirstOrThrow()
      const [before, after] = [known && factsOf(known), factsOf(row)]
      if (known !== undefined && isSame(known, row)) return toPublication(row)
      const type = known === undefined ? 'publication.created' : 'publication.changed'
      const subject = { kind: 'publication', id: blueprint } as const
      await recordEvent({ at, actor: by, type, subject, before, after }, this.#scope, transaction)
      await changeMark(transaction, this.#scope)
      return toPublication(row)
    })
  }

  async remove(blueprint: string, { by, at }: PublicationChange): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const removed = await transaction
        .deleteFrom('publication')
        .where(inScope(this.#scope))
        .where('blueprint', '=', blueprint)
        .returningAll()
        .executeTakeFirst()
      if (removed === undefined) return false
      const subject = { kind: 'publication', id: blueprint } as const
      const event = { at, actor: by, type: 'publication.removed', subject, before: factsOf(removed) } as const
      await recordEvent(event, this.#scope, transaction)
      await changeMark(transaction, this.#scope)
      return true
    })
  }

  #find(database: Kysely<Database> | Transaction<Database>, blueprint: string) {
    return database
      .selectFrom('publication')
      .selectAll()
      .where(inScope(this.#scope))
      .where('blueprint', '=', blueprint)
  }
}

type Row = Selectable<PublicationTable>

function isSame(left: Row, right: Row): boolean {
  // The database writes keys of `jsonb` in one order.
  return JSON.stringify([left.defaults, left.hidden]) === JSON.stringify([right.defaults, right.hidden])
}

function factsOf({ defaults, hidden }: Row) {
  return {
    defaults: JSON.stringify(defaults).slice(0, longestFact),
    hidden: JSON.stringify(hidden).slice(0, longestFact),
  }
}

function toPublication({ blueprint, defaults, hidden, published_at, published_by }: Row): Publication {
  return { blueprint, defaults, hidden, publishedAt: published_at, publishedBy: published_by }
}
