import { describeProblems, type SideStepProblem } from '@groundplan/proposal'
import { expect, it } from 'vitest'
import { linksTo, tellsOf } from './tells-of.ts'

const describe = (kind: SideStepProblem['kind'], subjects: readonly string[]) => {
  const problems = subjects.map((subject) => ({
    kind,
    subject,
    reason: '',
    refused: true,
    since: new Date(0),
  }))
  return describeProblems(problems)[0]?.message ?? ''
}

it.each(['branch', 'webhook'] as const)('finds the names in the message of a %s', (kind) => {
  const names = ['a/queues', 'a/queues-0', 'a/stores.old']
  for (let count = 1; count <= names.length; count += 1) {
    const message = describe(kind, names.slice(0, count))
    expect(names.filter((name) => tellsOf(message, name))).toEqual(names.slice(0, count))
    expect(tellsOf(message, 'a/queue')).toBe(false)
  }
})

it('takes a message that leaves names out for one about each', () => {
  const message = describe('branch', ['a/1', 'a/2', 'a/3', 'a/4', 'a/5', 'a/6'])
  expect(tellsOf(message, 'a/6')).toBe(true)
})

it('takes a link for one to its own pull request only', () => {
  const links = ['https://host:1/a/pull/1', 'https://host:1/a/pull/12', 'https://host:1/a/2/overview']
  expect([1, 2, 12].map((number) => links.filter((link) => linksTo(link, number)))).toEqual([
    [links[0]],
    [links[2]],
    [links[1]],
  ])
})
