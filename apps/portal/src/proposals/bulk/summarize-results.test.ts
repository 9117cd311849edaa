import { expect, it } from 'vitest'
import { summarizeResults } from './summarize-results.ts'

it('says how many proposals had each outcome, and nothing of those that none had', () => {
  const results = (['refused', 'approved', 'open', 'approved'] as const).map((outcome) => ({ outcome }))
  expect(summarizeResults(results)).toBe('2 approved, 1 skipped, 1 not decided.')
  expect(summarizeResults([])).toBe('Nothing decided.')
})
