import type { CatalogSummary } from './catalog.ts'

export interface CatalogQuery {
  /** Words that must all occur in the name, title, description or labels. */
  readonly search?: string | undefined
  /** Labels that an entry must all have. */
  readonly labels?: readonly string[] | undefined
}

/** The entries in use that match, best first: words in the name count most. */
export function searchCatalog(
  entries: readonly CatalogSummary[],
  { search = '', labels = [] }: CatalogQuery,
): readonly CatalogSummary[] {
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== '')
  return entries
    .filter((entry) => !entry.retired && labels.every((label) => entry.labels.includes(label)))
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score || (left.entry.name < right.entry.name ? -1 : 1))
    .map(({ entry }) => entry)
}

/** 0 if a word occurs nowhere; 1 without words. */
function scoreOf(entry: CatalogSummary, words: readonly string[]): number {
  const places = [
    [`${entry.name} ${entry.displayName}`, 4],
    [entry.labels.join(' '), 2],
    [entry.description ?? '', 1],
  ] as const
  let total = 1
  for (const word of words) {
    const score = places.reduce((sum, [text, weight]) => sum + (fold(text).includes(word) ? weight : 0), 0)
    if (score === 0) return 0
    total += score
  }
  return total
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
