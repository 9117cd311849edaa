import { describe, expect, it } from 'vitest'
import { searchDocumentOf } from './search-document.ts'
import { matchesTier, matchingTiers, parseSearch, plainTerm } from './search-tiers.ts'

const document = searchDocumentOf({
  name: 'rds-postgres',
  displayName: 'Relational Database',
  labels: ['aws', 'tier: Gold'],
  description: 'Für große Größen, with 2 standbys.',
})
const tierOf = (search: string) => {
  const terms = parseSearch(search)?.terms.map(plainTerm) ?? []
  return matchingTiers.findIndex((tier) => matchesTier(document, terms, tier))
}

describe('the tier of a search', () => {
  it.each([
    ['postgres', 0],
    ['Postgres RDS', 0],
    ['post', 1],
    ['rds datab', 2],
    ['postgres gold', 3],
    ['aws große', 4],
    ['GROSSEN', -1],
    ['größen', 4],
    ['grossen', -1],
    ['standby 2', 4],
    ['gres', -1],
  ])('"%s" is %d', (search, tier) => {
    expect(tierOf(search)).toBe(tier)
  })
})

describe('parseSearch', () => {
  it('finds nothing to search for in blanks', () => {
    expect(parseSearch(undefined)).toBeUndefined()
    expect(parseSearch('  ')).toBeUndefined()
  })

  it('of punctuation has no terms', () => {
    expect(parseSearch('!!')).toEqual({ name: '', terms: [] })
  })

  it('takes each word once', () => {
    expect(parseSearch('S3 Bucket, s3')).toEqual({ name: 's3-bucket-s3', terms: ['s3', 'bucket'] })
  })
})
