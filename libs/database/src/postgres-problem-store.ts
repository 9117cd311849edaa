import type { Scope } from '@groundplan/actor'
import type { ProblemStore, SideStep, SideStepProblem } from '@groundplan/proposal'
import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope, scopeColumns } from './scope-columns.ts'
import { toJson } from './storable.ts'

export class PostgresProblemStore implements ProblemStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async list(): Promise<readonly SideStepProblem[]> {
    const rows = await this.#database
      .selectFrom('side_step_problem')
      .select(['kind', 'subject', 'about', 'since', 'facts'])
      .where(inScope(this.#scope))
      .orderBy('since')
      .orderBy('kind')
      .orderBy('subject')
      .orderBy('about')
      .execute()
    return rows.map(({ about, facts, ...row }) => ({ ...row, ...facts, ...(about === '' ? {} : { about }) }))
  }

  async save({ kind, subject, about = '', since, ...rest }: SideStepProblem): Promise<void> {
    const facts = toJson(rest)
    await this.#database
      .insertInto('side_step_problem')
      .values({ ...scopeColumns(this.#scope), kind, subject, about, since, facts })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'subject', 'about', 'space_id', 'blueprint_repository_id'])
          .doUpdateSet({ since, facts }),
      )
      .execute()
  }

  async remove({ kind, subject, about = '' }: SideStep): Promise<void> {
    await this.#database
      .deleteFrom('side_step_problem')
      .where(inScope(this.#scope))
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('about', '=', about)
      .execute()
  }
}
