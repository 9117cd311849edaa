import { expect, test } from 'vitest'
import { renewedToken } from './token-source.ts'
import { withToken } from './with-token.ts'

function tokens(lifetime = 1000) {
  const clock = { now: 0, issued: 0, fails: false }
  const source = renewedToken({
    now: () => clock.now,
    issue: async () => {
      if (clock.fails) throw new Error('down')
      clock.issued += 1
      return { token: `token-${clock.issued}`, lifetime }
    },
  })
  return { clock, source }
}

test('a token is renewed before it expires, and not earlier', async () => {
  const { clock, source } = tokens()
  expect(await source.read()).toBe('token-1')
  clock.now = 749
  expect(await source.read()).toBe('token-1')
  clock.now = 750
  expect(await source.read()).toBe('token-2')
})

test('a token of an hour is renewed 15 minutes before it expires', async () => {
  const { clock, source } = tokens(3_600_000)
  await source.read()
  clock.now = 2_699_999
  expect(await source.read()).toBe('token-1')
  clock.now = 2_700_000
  expect(await source.read()).toBe('token-2')
})

test('those who ask at the same time share one renewal', async () => {
  const { clock, source } = tokens()
  expect(await Promise.all([source.read(), source.read()])).toEqual(['token-1', 'token-1'])
  expect(clock.issued).toBe(1)
})

test('the previous token stays in use if its renewal fails, until it expires', async () => {
  const { clock, source } = tokens()
  await source.read()
  Object.assign(clock, { now: 800, fails: true })
  expect(await source.read()).toBe('token-1')
  clock.now = 1000
  await expect(source.read()).rejects.toThrow('down')
})

test('several requests that are rejected with one token renew it once', async () => {
  const { clock, source } = tokens()
  const accepted = new Set(['token-2'])
  const sent: string[] = []
  const fetch = withToken(async (_url, init) => {
    const token = new Headers(init?.headers).get('authorization') ?? ''
    sent.push(token)
    return new Response(null, { status: accepted.has(token.replace('Bearer ', '')) ? 204 : 401 })
  }, source)
  const answers = await Promise.all([fetch('https://h/1'), fetch('https://h/2', { method: 'POST' })])
  expect(answers.map(({ status }) => status)).toEqual([204, 204])
  expect(clock.issued).toBe(2)
  expect(sent).toHaveLength(4)
})

test('a token that stays rejected is renewed twice for each request, not for ever', async () => {
  const { clock, source } = tokens()
  const fetch = withToken(async () => new Response(null, { status: 401 }), source)
  expect((await fetch('https://h')).status).toBe(401)
  expect(clock.issued).toBe(3)
})

test('a request gets through when the renewed token is revoked before it has arrived', async () => {
  const { source } = tokens()
  const sent: string[] = []
  const fetch = withToken(async (_url, init) => {
    sent.push(new Headers(init?.headers).get('authorization') ?? '')
    return new Response(null, { status: sent.length < 3 ? 401 : 204 })
  }, source)
  expect((await fetch('https://h')).status).toBe(204)
  expect(sent).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3'])
})
