import type { ImportReport } from '@groundplan/importer'
import { expect, test } from 'vitest'
import { printImportReport } from '../print-import-report.ts'
import { createTerminal } from '../terminal/terminal.ts'
import { exitCodeOfImport } from './import-command.ts'

const report: ImportReport = { dryRun: false, repositories: [], modules: [], seconds: 1 }
const problem = {
  kind: 'status',
  message: 'Pull request #1 is missing the result of the Groundplan check.',
  reason: 'GitHub denied access to acme/blueprints.',
  hint: 'Allow the token to write commit statuses.',
  since: '2026-01-01T00:00:00.000Z',
  links: ['https://github.com/acme/blueprints/pull/1'],
} as const
const failedModule = { repository: 'a', path: '.', outcome: 'failed', diagnostics: [] } as const
const failure = { code: 'not-allowed', message: 'GitHub rejected the token.' }

test('the exit code tells "done", "done with problems" and "failed" apart', () => {
  const gone = { status: 'failed', address: 'a', code: 'external-service', message: 'Down.' } as const
  expect(exitCodeOfImport(report)).toBe(0)
  expect(exitCodeOfImport({ ...report, problems: [problem] })).toBe(4)
  expect(exitCodeOfImport({ ...report, problems: [problem], modules: [failedModule] })).toBe(1)
  expect(exitCodeOfImport({ ...report, problems: [problem], repositories: [gone] })).toBe(3)
  expect(exitCodeOfImport({ ...report, problems: [problem], failure })).toBe(1)
  expect(exitCodeOfImport({ ...report, failure: { ...failure, code: 'cancelled' } })).toBe(130)
})

test('problems say what was not done, why, and what to do, after the totals', () => {
  const printed = printImportReport(
    { ...report, problems: [problem], failure },
    createTerminal({ json: true }),
  )
  expect(
    printed
      .replaceAll(/\x1b\[\d+m/g, '')
      .split('\n')
      .slice(-8),
  ).toEqual([
    '',
    'Done with a problem:',
    '- Pull request #1 is missing the result of the Groundplan check.',
    '  GitHub denied access to acme/blueprints.',
    '  Allow the token to write commit statuses.',
    '  https://github.com/acme/blueprints/pull/1',
    '',
    'The import stopped early: GitHub rejected the token.',
  ])
})

test('what waits, what is empty and what is to be reviewed takes a line each, with links to the pull requests', () => {
  const reason = 'at most 1 pull request can be open'
  const module = (path: string) => ({ repository: 'a', path, diagnostics: [] }) as const
  const address = 'https://github.com/acme/'
  const review = { pullRequest: 4, reviewUrl: 'https://github.com/acme/blueprints/pull/4' }
  const printed = printImportReport(
    {
      ...report,
      modules: [
        { ...module('x'), outcome: 'new', proposal: 1, ...review },
        { ...module('y'), outcome: 'new', proposal: 2, ...review },
        { ...module('z'), outcome: 'waiting', reason },
        { ...module('v'), outcome: 'waiting', reason },
      ],
      repositories: ['b', 'c'].map((name) => ({
        ...{ status: 'skipped', name, address: `${address}${name}`, reason: 'It is empty.' },
      })) as ImportReport['repositories'],
      waiting: [{ reason, modules: 2, repositories: 1 }],
      setAside: { archived: 3, empty: 2, waiting: 1 },
    },
    createTerminal({ json: true }),
  )
  expect(printed.replaceAll(/\x1b\[\d+m/g, '').split('\n')).toEqual([
    'Outcome  Module  Proposal  Pull request  Note',
    'new      a/x     #1        #4',
    'new      a/y     #2        #4',
    '',
    '2 modules wait: at most 1 pull request can be open.',
    '2 repositories are empty.',
    '3 archived repositories were left out.',
    '',
    '4 modules, 2 new, 2 waiting in 1.0 s',
    'Review them:',
    '  #4  https://github.com/acme/blueprints/pull/4  (2 modules)',
  ])
})
