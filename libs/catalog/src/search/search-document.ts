import type { CatalogEntry } from '../catalog.ts'
import { wordsOf } from './words-of.ts'

/** Where a word occurs, highest weight first: name, display name, labels, description. The letters are PostgreSQL's weights. */
export type WordWeight = 'A' | 'B' | 'C' | 'D'

/** The search index of an entry: its words and where each occurs. */
export type SearchDocument = ReadonlyMap<string, ReadonlySet<WordWeight>>

/** Words of each place that count: nobody searches the end of a book. */
const mostWords = 2000

export function searchDocumentOf(
  entry: Pick<CatalogEntry, 'name' | 'displayName' | 'description' | 'labels'>,
): SearchDocument {
  const document = new Map<string, Set<WordWeight>>()
  const add = (weight: WordWeight, text: string) => {
    for (const word of wordsOf(text).slice(0, mostWords))
      document.set(word, (document.get(word) ?? new Set()).add(weight))
  }
  add('A', entry.name)
  add('B', entry.displayName)
  add('C', entry.labels.join(' '))
  add('D', entry.description ?? '')
  return document
}

/** A name as somebody may type it: `RDS Postgres` and `rds-postgres` are the same. */
export function searchNameOf(name: string): string {
  return wordsOf(name).join('-')
}
