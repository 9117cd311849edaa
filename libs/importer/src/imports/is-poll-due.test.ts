import { describe, expect, it } from 'vitest'
import type { ListedImport } from './import.ts'
import { isPollDue } from './is-poll-due.ts'

const at = new Date('2026-01-01T00:00:00Z')
const interval = 900_000
const latest = (status: 'running' | 'cancelled', startedAt = at): ListedImport => ({
  ...{ number: 1, request: { repositories: [], configured: true }, startedAt },
  state: status === 'running' ? { status } : { status, at },
})
const after = (milliseconds: number) => new Date(at.getTime() + milliseconds)

describe('the next import of everything', () => {
  it('is due if there was none, or the interval is over', () => {
    expect(isPollDue(undefined, interval, at)).toBe(true)
    expect(isPollDue(latest('cancelled'), interval, after(interval * 1.11))).toBe(true)
    expect(isPollDue(latest('cancelled'), interval, after(interval * 0.89))).toBe(false)
  })

  it('is not due while the latest one is not over, however long it takes', () => {
    expect(isPollDue(latest('running'), interval, after(interval * 10))).toBe(false)
  })

  it('comes sometimes earlier, sometimes later', () => {
    const isEarly = (seconds: number) => {
      const startedAt = after(seconds * 1000)
      return isPollDue(latest('cancelled', startedAt), interval, new Date(startedAt.getTime() + interval))
    }
    const early = Array.from({ length: 100 }, (_, seconds) => isEarly(seconds)).filter(Boolean)
    expect(early.length).toBeGreaterThan(25)
    expect(early.length).toBeLessThan(75)
  })
})
