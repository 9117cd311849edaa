/** What the catalog is narrowed to, kept in the address. */
export interface CatalogSearch {
  readonly search?: string
  /** Comma-separated. */
  readonly labels?: string
}

/** Reads the address's search part, whatever people have typed into it. */
export function parseCatalogSearch(raw: Record<string, unknown>): CatalogSearch {
  const search = textOf(raw['search']).slice(0, 200)
  const labels = joinLabels(splitLabels(textOf(raw['labels'])))
  return { ...(search === '' ? {} : { search }), ...(labels === '' ? {} : { labels }) }
}

/** At most as many and as long as the server accepts, each once. */
export function splitLabels(labels: string | undefined): readonly string[] {
  const names = (labels ?? '').split(',').map((label) => label.trim())
  return [...new Set(names.filter((label) => label !== '' && label.length <= 100))].slice(0, 50)
}

export function joinLabels(labels: readonly string[]): string {
  return labels.join(',')
}

// The router reads `?search=5` as a number and `?labels=["a","b"]` as an array.
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}
