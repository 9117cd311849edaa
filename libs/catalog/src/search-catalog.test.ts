import { describe, expect, it } from 'vitest'
import type { CatalogEntry } from './catalog.ts'
import { searchCatalog } from './search-catalog.ts'

function entry(name: string, facts: Partial<CatalogEntry> = {}): CatalogEntry {
  const content = { commit: '', blobId: '', text: '', publishedAt: new Date(0) }
  const latest = { blueprint: name, version: '1.0.0', ordinal: 1, ...content }
  return { name, displayName: name, description: undefined, labels: [], retired: false, latest, ...facts }
}

const entries = [
  entry('queue', { description: 'Messages between services on a database.' }),
  entry('rds-postgres', { displayName: 'RDS PostgreSQL', labels: ['aws', 'database'] }),
  entry('cache', { labels: ['aws', 'database'] }),
  entry('database', { description: 'Any.' }),
  entry('old-database', { retired: true }),
  entry('cafe', { displayName: 'Café Größe', labels: ['a.b*'] }),
]
const names = (search?: string, labels?: readonly string[]) =>
  searchCatalog(entries, { search, labels }).map(({ name }) => name)

describe('searchCatalog', () => {
  it('gives everything in use by name when nothing is asked', () => {
    expect(names()).toEqual(['cache', 'cafe', 'database', 'queue', 'rds-postgres'])
    expect(names('  ')).toEqual(names())
  })

  it('puts names first, then labels, then descriptions', () => {
    expect(names('database')).toEqual(['database', 'cache', 'rds-postgres', 'queue'])
  })

  it('wants every word, anywhere, in any case and without accents', () => {
    expect(names('POSTGRES aws')).toEqual(['rds-postgres'])
    expect(names('postgres queue')).toEqual([])
    expect(names('cafe große')).toEqual(['cafe'])
    expect(names('CAFÉ')).toEqual(['cafe'])
  })

  it('takes signs for signs', () => {
    expect(names('a.b*')).toEqual(['cafe'])
    expect(names('.*')).toEqual([])
    expect(names('[')).toEqual([])
  })

  it('wants every label, exactly', () => {
    expect(names(undefined, ['aws', 'database'])).toEqual(['cache', 'rds-postgres'])
    expect(names('cache', ['aws'])).toEqual(['cache'])
    expect(names(undefined, ['AWS'])).toEqual([])
    expect(names(undefined, ['aw'])).toEqual([])
  })
})
