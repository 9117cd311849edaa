import { CancelledError, ConflictError, ExternalServiceError, NotAllowedError } from '@groundplan/errors'
import { expect, test, vi } from 'vitest'
import { InMemoryProblemStore } from './in-memory-problem-store.ts'
import { describeProblems } from './describe-problems.ts'
import type { SideStep } from './side-step.ts'
import { SideSteps } from './side-steps.ts'

const first = new Date('2026-01-01T00:00:00Z')
const later = new Date('2026-01-02T00:00:00Z')
const status = (number: number): SideStep => ({
  kind: 'status',
  subject: `groundplan/${number}`,
  pullRequest: { number, url: `https://host/pull/${number}` },
})
const forbidden = new NotAllowedError('GitHub denied access.', { hint: 'Check the token.' })
const down = new ExternalServiceError('GitHub returned status 503.', { service: 'GitHub', retryable: true })
const failing = (error: Error) => vi.fn(() => Promise.reject(error))
const working = () => vi.fn(async () => {})

test('a step that fails is kept, with the reason and since when, until it has been done', async () => {
  const problems = new InMemoryProblemStore()
  const one = new SideSteps({ problems, now: () => first })
  expect(await one.attempt(status(1), failing(forbidden))).toBe(false)
  const two = new SideSteps({ problems, now: () => later })
  await two.attempt(status(1), failing(new NotAllowedError('Still not.')))
  expect(await problems.list()).toMatchObject([{ kind: 'status', reason: 'Still not.', since: first }])
  const three = new SideSteps({ problems, now: () => later })
  expect(await three.attempt(status(1), working())).toBe(true)
  expect([await three.list(), await problems.list()]).toEqual([[], []])
})

test('a missing permission is tried once in a run, and holds for every pull request', async () => {
  const steps = new SideSteps({ now: () => first })
  const work = failing(forbidden)
  for (const number of [1, 2, 3]) await steps.attempt(status(number), work)
  expect(work).toHaveBeenCalledTimes(1)
  expect(await steps.list()).toHaveLength(3)
  const labels = working()
  expect(await steps.attempt({ ...status(1), kind: 'labels' }, labels)).toBe(true)
})

test('after one success, the problems of all others can be solved by the same run', async () => {
  const problems = new InMemoryProblemStore()
  const before = new SideSteps({ problems, now: () => first })
  for (const number of [1, 2, 3]) await before.attempt(status(number), failing(forbidden))
  const after = new SideSteps({ problems, now: () => later })
  for (const { kind, subject } of await after.list()) await after.attempt({ kind, subject }, working())
  expect(await problems.list()).toEqual([])
})

test('what the host says of one branch does not hold for the others', async () => {
  const steps = new SideSteps({ now: () => first })
  await steps.attempt(status(1), failing(new ConflictError('Branch moved.')))
  expect(await steps.attempt(status(2), working())).toBe(true)
})

test('outages are tried again for the next subject, until three in a row fail', async () => {
  const steps = new SideSteps({ now: () => first })
  const work = failing(down)
  await steps.attempt(status(1), work)
  await steps.attempt(status(2), work)
  await steps.attempt(status(3), working())
  for (const number of [4, 5, 6, 7, 8]) await steps.attempt(status(number), work)
  expect(work).toHaveBeenCalledTimes(5)
})

test('with a token that was revoked nothing else is tried', async () => {
  const revoked = new NotAllowedError('GitHub rejected the token.', { details: { credentials: 'refused' } })
  const steps = new SideSteps({ now: () => first })
  await steps.attempt(status(1), failing(revoked))
  const dashboard = working()
  expect(await steps.attempt({ kind: 'dashboard', subject: 'dashboard' }, dashboard)).toBe(false)
  expect(dashboard).not.toHaveBeenCalled()
  expect(await steps.list()).toHaveLength(2)
})

test('a failure of our own is a problem as well, a cancellation is not', async () => {
  const steps = new SideSteps({ now: () => first })
  expect(await steps.attempt(status(1), failing(new TypeError('x is undefined')))).toBe(false)
  await expect(steps.attempt(status(2), failing(new CancelledError()))).rejects.toThrow(CancelledError)
  expect(await steps.list()).toHaveLength(1)
})

test('reports name the branches and repositories of which something was not done', async () => {
  const steps = new SideSteps({ now: () => first })
  for (const subject of ['acme/a', 'acme/b']) await steps.fail({ kind: 'webhook', subject }, forbidden)
  for (const number of [1, 2, 3, 4, 5, 6, 7])
    await steps.attempt({ kind: 'pull-request', subject: `groundplan/${number}` }, failing(forbidden))
  await steps.fail({ kind: 'branch', subject: 'groundplan/1' }, forbidden)
  expect(describeProblems(await steps.list()).map(({ message }) => message)).toEqual([
    'The repositories acme/a and acme/b have no webhook, so Groundplan only learns of changes when it polls.',
    'The branches groundplan/1, groundplan/2, groundplan/3, groundplan/4, groundplan/5 and 2 more have no up-to-date pull request.',
    'The branch groundplan/1 is no longer needed, but could not be deleted.',
  ])
})

test('reports say what was not done of several pull requests once, why, and what to do', async () => {
  const steps = new SideSteps({ now: () => first })
  for (const number of [1, 2, 3]) await steps.attempt(status(number), failing(forbidden))
  const reviewer = { kind: 'reviewers', subject: 'groundplan/1', about: 'ada' } as const
  await steps.fail({ ...reviewer, pullRequest: { number: 1, url: 'u' } }, new ConflictError('ada has left.'))
  expect(describeProblems(await steps.list())).toEqual([
    {
      kind: 'status',
      message: 'Pull requests #1, #2 and #3 are missing the result of the Groundplan check.',
      reason: 'GitHub denied access.',
      hint: 'Allow the token to write commit statuses (build statuses). The next import tries again.',
      since: '2026-01-01T00:00:00.000Z',
      links: ['https://host/pull/1', 'https://host/pull/2', 'https://host/pull/3'],
    },
    {
      kind: 'reviewers',
      message: 'ada was not asked to review pull request #1.',
      reason: 'ada has left.',
      hint: 'Give the account or team access to the blueprint repository, or remove the name from CODEOWNERS or `reviewers`.',
      since: '2026-01-01T00:00:00.000Z',
      links: ['u'],
    },
  ])
})
