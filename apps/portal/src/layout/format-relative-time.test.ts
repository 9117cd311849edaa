import { describe, expect, it } from 'vitest'
import { formatExactTime, formatRelativeTime } from './format-relative-time.ts'

const now = new Date('2026-03-14T12:00:00Z')

describe('formatRelativeTime', () => {
  it.each([
    ['2026-03-14T11:59:30Z', 'just now'],
    ['2026-03-14T12:00:20Z', 'just now'],
    ['2026-03-14T11:59:00Z', '1 minute ago'],
    ['2026-03-14T11:15:00Z', '45 minutes ago'],
    ['2026-03-14T09:00:00Z', '3 hours ago'],
    ['2026-03-13T12:00:00Z', 'yesterday'],
    ['2026-03-01T12:00:00Z', '2 weeks ago'],
    ['2024-03-01T12:00:00Z', '2 years ago'],
    ['2026-03-14T13:00:00Z', 'in 1 hour'],
  ])('says %s as "%s"', (time, words) => {
    expect(formatRelativeTime(time, now)).toBe(words)
  })

  it('does not show the word NaN for a time that cannot be read', () => {
    expect(formatRelativeTime('soon', now)).toBe('at an unknown time')
    expect(formatExactTime('soon')).toBe('unknown')
  })
})
