import { describe, expect, it } from 'vitest'
import { repositoryKey, type RegisteredRepository } from './repository-registry.ts'
import { isGone, trackMissing, type Listing } from './track-missing.ts'

const day = 86_400_000
const grace = { listings: 2, milliseconds: day }
const start = new Date('2026-03-01T00:00:00Z')
const later = (days: number) => new Date(start.getTime() + days * day)
const repository = (name: string): RegisteredRepository => ({
  ...{ host: 'github', id: name, store: name, formerStores: [], owner: 'Acme', name, formerNames: [] },
  address: `https://github.com/Acme/${name}.git`,
})
const all = ['a', 'b', 'c', 'd', 'e'].map(repository)

/** A listing that has these repositories and selects some of them. */
function listing(names: readonly string[], more: Partial<Listing> = {}): Listing {
  const keys = names.map((name) => repositoryKey(repository(name)))
  const owners = new Map([['github\0acme', { complete: true, count: names.length }]])
  return { selected: new Set(keys), archived: new Map(keys.map((key) => [key, false])), owners, ...more }
}

/** The missing ones after listings on successive days. */
function after(...listings: readonly Listing[]) {
  let known = all
  const suspicious: unknown[] = []
  for (const [index, each] of listings.entries()) {
    const tracked = trackMissing(known, each, { now: later(index), grace })
    suspicious.push(...tracked.suspicious)
    const changed = new Map(tracked.changed.map((one) => [repositoryKey(one), one]))
    known = known.map((one) => changed.get(repositoryKey(one)) ?? one)
  }
  const now = later(listings.length - 1)
  const missing = known.flatMap(({ name, missing: state }) =>
    state === undefined ? [] : [`${name} ${state.reason}${isGone(state, now, grace) ? ' gone' : ''}`],
  )
  return { missing, suspicious }
}

describe('a repository that is no longer listed', () => {
  it('is missing at first, and gone after two complete listings and a day', () => {
    const without = listing(['a', 'b', 'c', 'd'])
    expect(after(without).missing).toEqual(['e deleted'])
    expect(after(without, without).missing).toEqual(['e deleted gone'])
  })

  it('is not gone after many listings within a day', () => {
    const state = { reason: 'deleted', since: start, listings: 40 } as const
    expect(isGone(state, later(0.9), grace)).toBe(false)
    expect(isGone({ ...state, listings: 1 }, later(9), grace)).toBe(false)
  })

  it.each([
    ['the listing failed', { owners: new Map([['github\0acme', { complete: false, count: 2 }]]) }],
    ['the listing is empty', listing([])],
  ])('is not missing if %s', (_, more) => {
    expect(after(listing(['a'], more), listing(['a'], more)).missing).toEqual([])
  })

  it('is not missing if more than half is gone at once, which is reported', () => {
    const short = listing(['a', 'b'])
    expect(after(short, short)).toEqual({
      missing: [],
      suspicious: Array(2).fill({ host: 'github', owner: 'Acme', missing: 3, known: 5 }),
    })
  })

  it('is gone even if more than half goes one after the other', () => {
    const listings = [
      listing(['a', 'b', 'c', 'd']),
      listing(['a', 'b', 'c']),
      listing(['a', 'b']),
      listing(['a', 'b']),
    ]
    expect(after(...listings).missing).toEqual(['c deleted gone', 'd deleted gone', 'e deleted gone'])
  })
})

describe('a repository that is listed but not selected', () => {
  const keys = (names: readonly string[]) => new Set(names.map((name) => repositoryKey(repository(name))))

  it('is archived or excluded, however many are', () => {
    const everything = listing(['a', 'b', 'c', 'd', 'e'])
    const archived = new Map([...everything.archived, [repositoryKey(repository('e')), true]])
    const some = { ...everything, archived, selected: keys(['a']) }
    expect(after(some, some).missing).toEqual([
      ...['b excluded gone', 'c excluded gone', 'd excluded gone', 'e archived gone'],
    ])
  })

  it('is excluded if nothing of its owner is selected any more', () => {
    const other = listing([], { owners: new Map([['github\0other', { complete: true, count: 3 }]]) })
    expect(after(other).missing).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `${name} excluded`))
  })
})
