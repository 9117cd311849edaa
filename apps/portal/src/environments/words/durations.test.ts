import { expect, it } from 'vitest'
import { inWords, listEndOptions, toEndTime, toLocalTime, withinLimits } from './durations.ts'

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

it('only ends are offered that the space allows, and what happens without one is said', () => {
  const values = (limits: Parameters<typeof listEndOptions>[0]) =>
    listEndOptions(limits).map(({ value }) => value)
  expect(values({})).toEqual(['8h', '1d', '3d', '1w', '30d', 'at', 'never'])
  expect(values({ usual: 480, longest: 1440 })).toEqual(['8h', '1d', 'at', 'never'])
  expect(listEndOptions({}).at(-1)?.label).toBe('Never')
  expect(listEndOptions({ usual: 480 }).at(-1)?.label).toBe('When the space ends it: 8 hours from now')
  const day = { kind: '1d', time: '' }
  expect(withinLimits(day, { longest: 1440 })).toBe(day)
  expect(withinLimits(day, { longest: 60 })).toEqual({ kind: 'never', time: '' })
  expect(withinLimits({ kind: 'at', time: 'x' }, { longest: 60 })).toEqual({ kind: 'at', time: 'x' })
})

it.each([
  [1, '1 minute'],
  [90, '90 minutes'],
  [60, '1 hour'],
  [2160, '36 hours'],
  [4320, '3 days'],
  [20_160, '2 weeks'],
])('%s minutes are %s', (minutes, words) => {
  expect(inWords(minutes)).toBe(words)
})
