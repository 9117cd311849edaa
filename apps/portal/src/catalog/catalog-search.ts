/** What the catalog is narrowed to, kept in the address. Several values of one kind are separated by commas. */
export interface CatalogSearch {
  readonly search?: string
  readonly labels?: string
  readonly providers?: string
  readonly repositories?: string
  readonly owners?: string
}

/** The kinds of values that entries are narrowed by. */
const filterKinds = ['labels', 'providers', 'repositories', 'owners'] as const

/** The same as the API takes it. */
export interface CatalogFilter {
  readonly search?: string
  readonly labels: string[]
  readonly providers: string[]
  readonly repositories: string[]
  readonly owners: string[]
}

/** Reads the address's search part, whatever people have typed into it. */
export function parseCatalogSearch(raw: Record<string, unknown>): CatalogSearch {
  const kinds = filterKinds.map((kind) => [kind, joinValues(splitValues(textOf(raw[kind])))])
  return withoutEmpty({ search: textOf(raw['search']).slice(0, 200), ...Object.fromEntries(kinds) })
}

export function toFilter(search: CatalogSearch): CatalogFilter {
  return {
    ...(search.search === undefined ? {} : { search: search.search }),
    labels: [...splitValues(search.labels)],
    providers: [...splitValues(search.providers)],
    repositories: [...splitValues(search.repositories)],
    owners: [...splitValues(search.owners)],
  }
}

export function isNarrowed(search: CatalogSearch): boolean {
  return Object.keys(search).length > 0
}

/** Without parts that say nothing. */
export function withoutEmpty(search: CatalogSearch): CatalogSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''))
}

/** At most as many and as long as the server accepts, each once. */
export function splitValues(values: string | undefined): readonly string[] {
  const names = (values ?? '').split(',').map((value) => value.trim())
  return [...new Set(names.filter((value) => value !== '' && value.length <= 100))].slice(0, 50)
}

export function joinValues(values: readonly string[]): string {
  return values.join(',')
}

// The router reads `?search=5` as a number and `?labels=["a","b"]` as an array.
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}
