import { expect, it } from 'vitest'
import type { ModuleOutcome } from './import-report.ts'
import { describeWaiting, summarizeWaiting } from './summarize-waiting.ts'

const module = (repository: string, path: string, reason?: string): ModuleOutcome => ({
  ...{ repository, path, reason, diagnostics: [] },
  outcome: reason === undefined ? 'new' : 'waiting',
})

it('counts what waits by reason, most first, in one line each', () => {
  const limit = 'at most 2 pull requests can be open'
  const modules = [
    module('a', '.'),
    module('b', 'x', 'the import stopped before it was proposed'),
    module('b', 'y', limit),
    module('c', '.', limit),
  ]
  expect(summarizeWaiting(modules).map(describeWaiting)).toEqual([
    '2 modules in 2 repositories wait: at most 2 pull requests can be open',
    '1 module waits: the import stopped before it was proposed',
  ])
  expect(summarizeWaiting([module('a', '.')])).toEqual([])
})
