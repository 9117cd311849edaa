import { expect, test } from 'vitest'
import { joinPolicies } from './pull-request-policy.ts'

test('a pull request of several proposals has what any of them wants', () => {
  const first = { labels: ['a', 'b'], reviewers: ['ada'], draft: 'never' } as const
  const second = { labels: ['b', 'c'], reviewers: [], draft: 'until-checked' } as const
  expect(joinPolicies([first])).toEqual(first)
  const both = { labels: ['a', 'b', 'c'], reviewers: ['ada'], draft: 'until-checked' }
  expect(joinPolicies([first, second])).toEqual(both)
  expect(joinPolicies([first, { ...second, draft: 'always' }])).toEqual({ ...both, draft: 'always' })
})
