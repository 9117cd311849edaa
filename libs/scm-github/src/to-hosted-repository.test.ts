import { expect, it } from 'vitest'
import { toHostedRepository } from './to-hosted-repository.ts'

const listed = {
  id: 1296269,
  name: 'network',
  owner: { login: 'acme' },
  description: null,
  html_url: 'https://github.com/acme/network',
  fork: false,
  pushed_at: '2026-01-02T03:04:05Z',
}
const at = (date: string | undefined) => toHostedRepository(listed, date).changeToken

it('takes the time of the last push for a change token once it can be no other push’s', () => {
  expect(at('Fri, 02 Jan 2026 03:05:04 GMT')).toBeUndefined()
  expect(at('Fri, 02 Jan 2026 03:05:05 GMT')).toBe('2026-01-02T03:04:05Z')
  expect(at('Fri, 02 Jan 2026 03:04:00 GMT')).toBeUndefined()
  expect(at(undefined)).toBeUndefined()
  expect(
    toHostedRepository({ ...listed, pushed_at: null }, 'Fri, 02 Jan 2026 03:05:05 GMT').changeToken,
  ).toBeUndefined()
})

it('reads the short form of a repository', () => {
  expect(toHostedRepository(listed, undefined)).toMatchObject({
    id: '1296269',
    owner: 'acme',
    name: 'network',
    gitUrl: 'https://github.com/acme/network.git',
    archived: false,
    topics: [],
  })
})
