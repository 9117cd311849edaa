import { describe, expect, it } from 'vitest'
import { matchRepository, type FoundRepository, type RecordedRepository } from './match-repository.ts'

const recorded: RecordedRepository = { rootCommit: 'root', syncedCommit: 'synced' }
const found: FoundRepository = { rootCommit: 'root', syncedCommit: 'on-default-branch' }

describe('matchRepository', () => {
  it.each([
    ['takes any repository into a new database', undefined, found, 'same'],
    ['lets a new database begin a repository', undefined, undefined, 'same'],
    ['knows its repository again', recorded, found, 'same'],
    ['misses a repository that is gone', recorded, undefined, 'missing'],
    [
      'misses it also where only a commit is recorded',
      { ...recorded, rootCommit: undefined },
      undefined,
      'missing',
    ],
    ['refuses one with another beginning', recorded, { rootCommit: 'x', syncedCommit: 'unknown' }, 'foreign'],
    [
      'refuses another beginning before anything was synced',
      { rootCommit: 'root', syncedCommit: undefined },
      { rootCommit: 'x', syncedCommit: 'unknown' },
      'foreign',
    ],
    [
      'takes its own before anything was synced',
      { rootCommit: 'root', syncedCommit: undefined },
      { rootCommit: 'root', syncedCommit: 'unknown' },
      'same',
    ],
    ['refuses an older state', recorded, { ...found, syncedCommit: 'unknown' }, 'older'],
    [
      'refuses a default branch that was set back',
      recorded,
      { ...found, syncedCommit: 'elsewhere' },
      'rewritten',
    ],
    [
      'refuses a repository without the synced commit where no beginning is recorded',
      { rootCommit: undefined, syncedCommit: 'synced' },
      { rootCommit: 'x', syncedCommit: 'unknown' },
      'older',
    ],
    [
      'takes one that got another beginning by a merge and still has everything',
      recorded,
      { rootCommit: 'x', syncedCommit: 'on-default-branch' },
      'same',
    ],
  ] as const)('%s', (_, before, now, expected) => {
    expect(matchRepository(before, now)).toBe(expected)
  })
})
