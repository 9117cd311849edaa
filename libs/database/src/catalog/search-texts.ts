import type { SearchDocument, SearchTerm, SearchTier } from '@groundplan/catalog'

// Words have letters and digits alone, so that they can stand between quotes as they are.

/** A search document as PostgreSQL reads a `tsvector`. */
export function printDocument(document: SearchDocument): string {
  return [...document]
    .map(
      ([word, weights]) =>
        `'${word}':${[...weights].map((weight, index) => `${index + 1}${weight}`).join(',')}`,
    )
    .join(' ')
}

/** The condition of a tier as PostgreSQL reads a `tsquery`. */
export function printQuery(terms: readonly SearchTerm[], { places, match }: SearchTier): string {
  const at = places.join('')
  return terms
    .map(({ word, similar }) => {
      if (match === 'word') return `'${word}':${at}`
      const others = match === 'similar' ? similar.map((other) => `'${other}':${at}`) : []
      return `(${[`'${word}':*${at}`, ...others].join(' | ')})`
    })
    .join(' & ')
}
