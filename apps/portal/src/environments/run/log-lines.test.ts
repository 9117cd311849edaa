import { expect, it } from 'vitest'
import { filterLines, printLine, shownTime } from './log-lines.ts'

const line = (position: number, text: string, grain?: string) => ({
  ...{ position, text, grain, at: '2026-03-01T12:00:00.000Z' },
})
const lines = [line(1, 'Plan: 3 to add', 'network'), line(2, 'plan again', 'queue'), line(5, 'done')]

it('lines are found by a text and by their part', () => {
  const found = (search: string, grain: string) =>
    filterLines(lines, { search, grain }).map(({ position }) => position)
  expect(found('', '')).toEqual([1, 2, 5])
  expect(found('PLAN', '')).toEqual([1, 2])
  expect(found('plan', 'queue')).toEqual([2])
  expect(found('', 'network')).toEqual([1])
  expect(found('nothing', '')).toEqual([])
})

it('lines are saved with their time and part', () => {
  expect(lines.map(printLine)).toEqual([
    '2026-03-01T12:00:00.000Z [network] Plan: 3 to add',
    '2026-03-01T12:00:00.000Z [queue] plan again',
    '2026-03-01T12:00:00.000Z done',
  ])
  expect(shownTime('2026-03-01T12:00:00.000Z')).toMatch(/^\d\d:00:00$/)
  expect(shownTime('soon')).toBe('')
})
