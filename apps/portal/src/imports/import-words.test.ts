import { expect, it } from 'vitest'
import { countImport, describeStatus } from './import-words.ts'

it('does not call an import finished alone when a repository or a module failed', () => {
  const repositories = [
    { address: '/gone', status: 'failed', code: 'not-found', message: 'It is gone.' },
  ] as const
  const module = { repository: 'a', path: '.', outcome: 'failed', diagnostics: [] } as const
  const report = { dryRun: false, repositories, modules: [module], seconds: 1 }
  const state = { status: 'finished', at: '2026-01-01T00:00:00Z', report } as const
  expect(countImport({ state })).toEqual({ failures: 2, problems: 0 })
  expect(describeStatus('finished', { failures: 2, problems: 1 })).toEqual({
    label: 'Finished with 2 errors',
    color: 'red',
  })
  expect(describeStatus('finished', { failures: 1, problems: 0 }).label).toBe('Finished with 1 error')
  expect(describeStatus('finished', { failures: 0, problems: 0 })).toEqual({
    label: 'Finished',
    color: 'teal',
  })
  expect(countImport({ state: { status: 'waiting' } })).toEqual({ failures: 0, problems: 0 })
})

it('says so when an import is done, but not everything beside it', () => {
  expect(describeStatus('finished', { failures: 0, problems: 1 })).toEqual({
    label: 'Done with 1 problem',
    color: 'yellow',
  })
  expect(describeStatus('finished', { failures: 0, problems: 3 }).label).toBe('Done with 3 problems')
})
