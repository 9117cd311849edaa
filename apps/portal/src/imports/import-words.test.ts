import { expect, it } from 'vitest'
import { countFailures, describeStatus } from './import-words.ts'

it('does not call an import finished alone when a repository or a module failed', () => {
  const repositories = [
    { address: '/gone', status: 'failed', code: 'not-found', message: 'It is gone.' },
  ] as const
  const module = { repository: 'a', path: '.', outcome: 'failed', diagnostics: [] } as const
  const report = { dryRun: false, repositories, modules: [module], seconds: 1 }
  const state = { status: 'finished', at: '2026-01-01T00:00:00Z', report } as const
  expect(countFailures({ state })).toBe(2)
  expect(describeStatus('finished', 2)).toEqual({ label: 'Finished with 2 errors', color: 'red' })
  expect(describeStatus('finished', 1).label).toBe('Finished with 1 error')
  expect(describeStatus('finished', 0)).toEqual({ label: 'Finished', color: 'teal' })
  expect(countFailures({ state: { status: 'waiting' } })).toBe(0)
})
