import { expect, it } from 'vitest'
import { distinctTitles } from './distinct-titles.ts'

it('distinguishes modules with the same title by as few folders as possible', () => {
  const modules = [
    { path: 'payments/api', title: 'Service Runbook' },
    { path: 'risk/api', title: 'Service  runbook' },
    { path: 'risk/queue', title: 'Service Runbook' },
    { path: '.', title: 'Service Runbook' },
    { path: 'network', title: 'Network' },
    { path: 'bare', title: undefined },
    { path: 'bare2', title: undefined },
  ]
  expect([...distinctTitles(modules)]).toEqual([
    ['payments/api', 'Service Runbook (payments/api)'],
    ['risk/api', 'Service  runbook (risk/api)'],
    ['risk/queue', 'Service Runbook (queue)'],
    ['.', 'Service Runbook (root)'],
  ])
})
