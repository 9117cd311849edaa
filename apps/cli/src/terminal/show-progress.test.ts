import { expect, test } from 'vitest'
import { createProgressDisplay, describeWait } from './show-progress.ts'
import type { Terminal } from './terminal.ts'

const now = new Date('2026-01-01T12:00:00Z')
const wait = { host: 'github.com', until: '2026-01-01T12:00:18Z' }

test('a wait has its end and the seconds that are left', () => {
  expect(describeWait(wait, now)).toMatch(/^github\.com asks to wait until \d\d:\d\d:18 \(18 s\)$/)
  expect(describeWait(wait, new Date('2026-01-01T12:00:20Z'))).toMatch(/\(0 s\)$/)
})

test('in a pipe, each wait is one line', () => {
  const lines: string[] = []
  const note = (line: string) => void lines.push(line.replace(/ until .*/, ''))
  const display = createProgressDisplay({ interactive: false, json: false, note } as unknown as Terminal)
  const progress = { phase: 'proposing', done: 0, total: 3, subject: 'a' }
  display.show(progress)
  display.show({ ...progress, wait })
  display.show({ ...progress, wait, done: 1 })
  display.show({ ...progress, done: 2 })
  expect(lines).toEqual(['proposing 3', 'github.com asks to wait'])
})
