/** Which proposals are listed, and in which order; everything has a default. */
export interface ProposalsSearch {
  readonly status?: ProposalTab
  readonly search?: string
  readonly repository?: string
  readonly owner?: string
  readonly kind?: 'new' | 'update' | 'retirement'
  readonly breaking?: boolean
  readonly conflicts?: boolean
  readonly age?: ProposalAge
  readonly sort?: ProposalSort
}

export const proposalTabs = ['open', 'approved', 'rejected', 'withdrawn', 'all'] as const
export type ProposalTab = (typeof proposalTabs)[number]

export const proposalAges = ['day', 'week', 'month', 'older'] as const
export type ProposalAge = (typeof proposalAges)[number]

export const proposalSorts = ['newest', 'oldest', 'updated', 'name', 'repository'] as const
export type ProposalSort = (typeof proposalSorts)[number]

/** Filters beside the tab and the search text. */
export const filterNames = ['repository', 'owner', 'kind', 'breaking', 'conflicts', 'age'] as const

export function parseProposalsSearch(raw: Record<string, unknown>): ProposalsSearch {
  const kinds = ['new', 'update', 'retirement'] as const
  return withoutAbsent({
    status: oneOf(proposalTabs, raw['status']),
    search: textOf(raw['search']),
    repository: textOf(raw['repository']),
    owner: textOf(raw['owner']),
    kind: oneOf(kinds, raw['kind']),
    breaking: booleanOf(raw['breaking']),
    conflicts: booleanOf(raw['conflicts']),
    age: oneOf(proposalAges, raw['age']),
    sort: oneOf(proposalSorts, raw['sort']),
  })
}

/** How many filters narrow the list, the tab and the search text left out. */
export function countFilters(search: ProposalsSearch): number {
  return filterNames.filter((name) => search[name] !== undefined).length
}

/** What the API is asked for. Ages are counted from midnight, so that the same page asks the same all day. */
export function toApiFilters({ status = 'open', age, sort: _, ...filters }: ProposalsSearch, now: Date) {
  return {
    ...filters,
    ...(status === 'all' ? {} : { status }),
    ...(age === undefined ? {} : toTimes(age, now)),
  }
}

const daysOf = { day: 1, week: 7, month: 30, older: 30 } as const

function toTimes(age: ProposalAge, now: Date): { openedAfter: string } | { openedBefore: string } {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1 - daysOf[age])
  return age === 'older' ? { openedBefore: midnight.toISOString() } : { openedAfter: midnight.toISOString() }
}

function oneOf<Value extends string>(values: readonly Value[], raw: unknown): Value | undefined {
  return values.find((value) => value === raw)
}

// The router reads values that look like numbers or booleans as such.
function textOf(raw: unknown): string | undefined {
  const text =
    typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : ''
  return text.trim() === '' ? undefined : text.slice(0, 200)
}

function booleanOf(raw: unknown): boolean | undefined {
  return typeof raw === 'boolean' ? raw : undefined
}

type Present<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> }

/** The same without keys whose value is undefined. */
export function withoutAbsent<Value extends object>(value: Value): Present<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined),
  ) as Present<Value>
}
