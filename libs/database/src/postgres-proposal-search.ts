import type { Scope } from '@groundplan/actor'
import {
  facetLimit,
  numberOfWord,
  proposalStatuses,
  searchWords,
  type ProposalFacets,
  type ProposalPosition,
  type ProposalSearch,
  type ProposalSort,
} from '@groundplan/proposal'
import { sql, type ExpressionBuilder, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from './schema.ts'
import { inScope } from './scope-columns.ts'
import { toText } from './storable.ts'

const store = sql<string>`source->>'store'`
const path = sql<string>`source->>'path'`

/** What each list is sorted by before the number, and in which direction. */
export const proposalOrders = {
  newest: { direction: 'desc', columns: [] },
  oldest: { direction: 'asc', columns: [] },
  updated: { direction: 'desc', columns: [sql`updated_at`] },
  name: { direction: 'asc', columns: [sql`blueprint collate "C"`] },
  repository: { direction: 'asc', columns: [sql`(${store}) collate "C"`, sql`(${path}) collate "C"`] },
} as const satisfies Record<
  ProposalSort,
  { readonly direction: 'asc' | 'desc'; readonly columns: readonly RawBuilder<unknown>[] }
>

/** The direction of a list that is read forwards or backwards. */
export function directionOf(sort: ProposalSort, backwards: boolean): 'asc' | 'desc' {
  return (proposalOrders[sort].direction === 'asc') === backwards ? 'desc' : 'asc'
}

/** True of the proposals that come after a position in a sorted list. */
export function comesAfter(
  { values, number }: ProposalPosition,
  sort: ProposalSort,
  direction: 'asc' | 'desc',
): RawBuilder<SqlBool> {
  const { columns } = proposalOrders[sort]
  const known = columns.map((_, index) =>
    sort === 'updated' ? sql`${values[index] ?? ''}::timestamptz` : sql`${toText(values[index] ?? '')}::text`,
  )
  const operator = direction === 'desc' ? sql`<` : sql`>`
  return sql<SqlBool>`(${sql.join([...columns, sql`number`])}) ${operator} (${sql.join([...known, sql`${number}::integer`])})`
}

type Conditions = Readonly<Record<keyof ProposalSearch, readonly RawBuilder<SqlBool>[]>>

/** Tells which proposals a search selects; `except` leaves one filter out. */
export function matchesSearch(search: ProposalSearch, except?: keyof ProposalSearch) {
  const conditions = conditionsOf(search)
  const wanted = (Object.keys(conditions) as (keyof ProposalSearch)[])
    .filter((filter) => filter !== except)
    .flatMap((filter) => conditions[filter])
  return ({ and }: ExpressionBuilder<Database, 'proposal'>) => and([...wanted])
}

function conditionsOf(search: ProposalSearch): Conditions {
  const { status, numbers, text, repository, owner, kind, breaking, conflicts } = search
  const { openedAfter, openedBefore } = search
  const given = <Value>(value: Value | undefined, condition: (value: Value) => RawBuilder<SqlBool>) =>
    value === undefined ? [] : [condition(value)]
  return {
    status: given(status, (value) => sql`status = ${value}`),
    numbers: given(numbers, (value) => sql`number = any(${[...value]}::integer[])`),
    text: searchWords(text).map(matchesWord),
    repository: given(repository, (value) => sql`${store} = ${toText(value)}`),
    owner: given(owner, (value) => sql`${toText(value)} = any(owners)`),
    kind: given(kind, (value) => sql`kind = ${value}`),
    breaking: given(breaking, (value) => sql`(coalesce(breaking, 0) > 0) = ${value}`),
    conflicts: given(conflicts, (value) => sql`(coalesce(conflict_count, 0) > 0) = ${value}`),
    openedAfter: given(openedAfter, (value) => sql`created_at >= ${value}`),
    openedBefore: given(openedBefore, (value) => sql`created_at < ${value}`),
  }
}

function matchesWord(word: string): RawBuilder<SqlBool> {
  const number = numberOfWord(word)
  const contains = sql<SqlBool>`search_text like ${`%${escapeLike(toText(word))}%`}`
  return number === undefined ? contains : sql<SqlBool>`(number = ${number} or ${contains})`
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}

/** How many proposals each filter would select. */
export async function countProposalFacets(
  database: Kysely<Database>,
  scope: Scope,
  search: ProposalSearch,
): Promise<ProposalFacets> {
  const proposals = () => database.selectFrom('proposal').where(inScope(scope))
  const from = (filter: keyof ProposalSearch) => proposals().where(matchesSearch(search, filter))
  const count = sql<number>`count(*)::integer`.as('count')
  const countValues = (filter: 'kind' | 'repository', value: RawBuilder<string>) =>
    from(filter)
      .select([value.as('value'), count])
      .groupBy(value)
      .orderBy('count', 'desc')
      .orderBy(sql`(${value}) collate "C"`)
      .limit(facetLimit)
      .execute()
  const countAll = async (filter: 'breaking' | 'conflicts') => {
    const matching = { ...search, [filter]: true }
    const row = await proposals().where(matchesSearch(matching)).select(count).executeTakeFirstOrThrow()
    return row.count
  }
  const statuses = await from('status').select(['status', count]).groupBy('status').execute()
  const owners = await database
    .selectFrom(
      from('owner')
        .select(sql<string>`unnest(owners)`.as('value'))
        .as('each'),
    )
    .select(['value', count])
    .groupBy('value')
    .orderBy('count', 'desc')
    .orderBy(sql`value collate "C"`)
    .limit(facetLimit)
    .execute()
  const byStatus = new Map(statuses.map((row) => [row.status, row.count]))
  return {
    status: Object.fromEntries(
      proposalStatuses.map((status) => [status, byStatus.get(status) ?? 0]),
    ) as ProposalFacets['status'],
    kind: await countValues('kind', sql<string>`kind`),
    repository: await countValues('repository', store),
    owner: owners,
    breaking: await countAll('breaking'),
    conflicts: await countAll('conflicts'),
  }
}
