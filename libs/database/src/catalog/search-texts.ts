import { withinPlaces, type SearchDocument, type SearchTerm, type SearchTier } from '@groundplan/catalog'

// Words have letters and digits alone, so that they can stand between quotes as they are. Where a word occurs is a letter before it,
// not a weight: an index knows nothing of weights, and would have to read every entry that has the word anywhere.

/** A search document as PostgreSQL reads a `tsvector`: each word behind the best place at which it occurs. */
export function printDocument(document: SearchDocument): string {
  return [...document].map(([word, [place = 'D']]) => `'${place}${word}'`).join(' ')
}

/** The condition of a tier as PostgreSQL reads a `tsquery`. */
export function printQuery(terms: readonly SearchTerm[], { places, match }: SearchTier): string {
  const at = (word: string, allowed: readonly string[], suffix = '') =>
    allowed.map((place) => `'${place}${word}'${suffix}`)
  const alternatives = ({ word, within, similar }: SearchTerm): readonly string[] => {
    if (match === 'word') return at(word, places)
    const begins = at(word, places, ':*')
    if (match === 'prefix') return begins
    if (match === 'within') return [...begins, ...within.flatMap((other) => at(other, withinPlaces))]
    return [...begins, ...[...within, ...similar].flatMap((other) => at(other, places))]
  }
  return terms.map((term) => `(${alternatives(term).join(' | ')})`).join(' & ')
}
