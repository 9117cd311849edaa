import type { Diagnostic } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { shortenReport } from './shorten-report.ts'

const finding = (message: string): Diagnostic => ({ severity: 'warning', rule: 'x', file: 'a.tf', message })
const module = (path: string, count: number) => ({
  ...{ repository: 'r', path, outcome: 'new' as const },
  diagnostics: Array.from({ length: count }, () => finding('m')),
})

it('keeps a report within its limits as it is', () => {
  const report = { repositories: [], modules: [module('a', 2), module('b', 1)] }
  expect(shortenReport(report, { findings: 3, messageLength: 10 })).toEqual(report)
})

it('leaves out findings over the limit and says how many, but no outcome', () => {
  const report = { repositories: [], modules: [module('a', 2), module('b', 3), module('c', 1)], notes: ['n'] }
  const shortened = shortenReport(report, { findings: 3, messageLength: 10 })
  expect(shortened.modules.map(({ path, diagnostics }) => [path, diagnostics.length])).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 0],
  ])
  expect(shortened.notes).toEqual([
    'n',
    expect.stringMatching(/^3 more findings are not shown; the limit is 3\./),
  ])
})

it('cuts long messages', () => {
  const report = {
    repositories: [],
    modules: [{ ...module('a', 0), diagnostics: [finding('x'.repeat(100))] }],
  }
  expect(shortenReport(report, { findings: 3, messageLength: 10 }).modules[0]?.diagnostics[0]?.message).toBe(
    'xxxxxxxxx…',
  )
})
