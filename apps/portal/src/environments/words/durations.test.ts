import { expect, it } from 'vitest'
import { toEndTime, toLocalTime } from './durations.ts'

const now = new Date('2026-03-01T12:00:00Z')

it('a chosen duration, time or nothing becomes an end', () => {
  expect(toEndTime({ kind: '8h', time: '' }, now)).toEqual({ ok: true, endsAt: '2026-03-01T20:00:00.000Z' })
  expect(toEndTime({ kind: 'never', time: '' }, now)).toEqual({ ok: true, endsAt: undefined })
  const later = new Date(now.getTime() + 3_600_000)
  expect(toEndTime({ kind: 'at', time: toLocalTime(later) }, now)).toEqual({
    ...{ ok: true, endsAt: later.toISOString() },
  })
})

it('no time, or one in the past, is refused', () => {
  expect(toEndTime({ kind: 'at', time: '' }, now)).toMatchObject({ message: 'Choose a date and a time.' })
  expect(toEndTime({ kind: 'at', time: 'soon' }, now)).toMatchObject({ ok: false })
  expect(toEndTime({ kind: 'at', time: toLocalTime(now) }, now)).toMatchObject({
    message: 'Choose a time in the future.',
  })
})
