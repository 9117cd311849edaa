import { describe, expect, it } from 'vitest'
import { readNewEnd } from './extend.ts'
import { parseDuration, parseTime, readEnd } from './read-times.ts'

const now = new Date('2026-12-01T12:00:00.000Z')

describe('times of a command', () => {
  it('are durations or ISO 8601', () => {
    expect(['90m', '8h', '3d', '1w', '1d12h'].map(parseDuration)).toEqual([
      ...[5_400_000, 28_800_000, 259_200_000, 604_800_000, 129_600_000],
    ])
    expect(parseTime('2026-12-01T18:00Z')).toBe('2026-12-01T18:00:00.000Z')
    for (const text of ['', '8', 'h', '8 h', '1h junk', '-1h', '1.5h'])
      expect(() => parseDuration(text)).toThrow('is no duration')
    for (const text of ['', 'tomorrow', '2026-13-01', '8'])
      expect(() => parseTime(text)).toThrow('is no time')
  })

  it('say when a new environment ends', () => {
    expect(readEnd({}, now)).toBeUndefined()
    expect(readEnd({ for: '2h' }, now)).toBe('2026-12-01T14:00:00.000Z')
    expect(() => readEnd({ for: '2h', until: '2026-12-01' }, now)).toThrow('not both')
  })

  it('move the end of an environment', () => {
    const end = '2026-12-02T00:00:00.000Z'
    expect(readNewEnd({ by: '1h' }, end, now)).toBe('2026-12-02T01:00:00.000Z')
    expect(readNewEnd({ for: '1h' }, end, now)).toBe('2026-12-01T13:00:00.000Z')
    expect(readNewEnd({ forever: true }, end, now)).toBeUndefined()
    expect(() => readNewEnd({ by: '1h' }, undefined, now)).toThrow('no end that could be moved')
    expect(() => readNewEnd({}, end, now)).toThrow('Say when it ends')
    expect(() => readNewEnd({ by: '1h', forever: true }, end, now)).toThrow('Say when it ends')
  })
})
