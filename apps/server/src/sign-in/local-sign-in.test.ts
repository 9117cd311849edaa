import { InMemorySessionStore } from '@groundplan/access/testing'
import { startSession } from '@groundplan/access'
import { describe, expect, it } from 'vitest'
import { useHttpServer } from '../access/http-server.fixture.ts'
import { localAdministrator } from './local-administrator.ts'
import { LocalSignIn, linkLifetime } from './local-sign-in.ts'

const { create, ask } = useHttpServer()
const limits = { idle: 3_600_000, lifetime: 3_600_000 }
const sameOrigin = { 'sec-fetch-site': 'same-origin' }

async function start() {
  const clock = { now: new Date('2026-01-02T03:04:05Z') }
  const sessions = new InMemorySessionStore()
  const localSignIn = new LocalSignIn({ sessions, now: () => clock.now })
  await create({ localSignIn, findBaseUrl: () => 'http://localhost:4400' })
  const follow = (code: string, headers = {}) => ask(`/auth/link?code=${code}`, headers)
  return {
    ...{ clock, sessions, localSignIn, follow },
    signIn: async (headers = {}) => cookieOf(await follow(localSignIn.createCode(), headers)),
    listSessions: () => sessions.listOf(localAdministrator),
  }
}

function cookieOf({ headers }: Awaited<ReturnType<typeof ask>>): string {
  return String(headers['set-cookie']).split(';')[0] ?? ''
}

describe('the administrator of a server without an identity provider', () => {
  it('is nobody until they follow a link, and gets the page that says so', async () => {
    await start()
    expect((await ask('/auth/session')).json()).toEqual({ signIn: 'local' })
    const refused = await ask('/trpc/about')
    expect(refused.statusCode).toBe(401)
    expect(refused.json()).toMatchObject({
      ...{ message: 'You are not signed in.', hint: expect.stringContaining('groundplan open') },
    })
    expect(refused.headers['www-authenticate']).toBeUndefined()
    // The portal is not built here; somebody who may not would get 401.
    expect((await ask('/catalog')).statusCode).toBe(503)
  })

  it('signs in with a link, which works once', async () => {
    const { localSignIn, follow } = await start()
    const code = localSignIn.createCode()
    const answer = await follow(code)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers).toMatchObject({ location: '/', 'cache-control': 'no-store' })
    expect(answer.headers['set-cookie']).toMatch(
      /^groundplan-session-4400=groundplan-session_[\w-]{43};.* HttpOnly;.* SameSite=Lax$/,
    )
    const cookie = cookieOf(answer)
    expect((await ask('/auth/session', { cookie })).json()).toMatchObject({
      ...{ signIn: 'local', user: 'local administrator', displayName: 'Local administrator' },
      permissions: expect.arrayContaining(['roles.manage', 'members.manage']),
    })
    expect((await ask('/trpc/about', { cookie })).json()).toMatchObject({
      result: { data: { user: 'local administrator' } },
    })
    const again = await follow(code)
    expect(again.statusCode).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toContain('This link was used already, or is too old')
  })

  it.each(['', 'x', 'x'.repeat(5000), '%00', 'a&code=b'])(
    'does not sign in with the code %j',
    async (code) => {
      const { localSignIn, follow } = await start()
      localSignIn.createCode()
      const { statusCode, headers } = await follow(code)
      expect([statusCode, headers['set-cookie']]).toEqual([403, undefined])
    },
  )

  it('has ten minutes for it, and only the newest twenty links count', async () => {
    const { clock, localSignIn, follow } = await start()
    const [late, early] = [localSignIn.createCode(), localSignIn.createCode()]
    const begin = clock.now.getTime()
    clock.now = new Date(begin + linkLifetime - 1)
    expect((await follow(early)).statusCode).toBe(303)
    clock.now = new Date(begin + linkLifetime)
    expect((await follow(late)).statusCode).toBe(403)
    const codes = Array.from({ length: 21 }, () => localSignIn.createCode())
    expect((await follow(codes[0] ?? '')).statusCode).toBe(403)
    expect((await follow(codes[1] ?? '')).statusCode).toBe(303)
  })

  it('comes to a page of the portal, never elsewhere', async () => {
    const { localSignIn } = await start()
    const open = (path: string) =>
      ask(`/auth/link?code=${localSignIn.createCode()}&return=${encodeURIComponent(path)}`)
    expect((await open('/proposals?status=open')).headers['location']).toBe('/proposals?status=open')
    expect((await open('//evil.example.com/')).headers['location']).toBe('/')
    expect((await open('https://evil.example.com/')).headers['location']).toBe('/')
  })

  it('has one session in a browser: the former one ends when they sign in again', async () => {
    const { signIn, listSessions } = await start()
    const first = await signIn()
    const second = await signIn({ cookie: first })
    expect(await listSessions()).toHaveLength(1)
    expect((await ask('/trpc/about', { cookie: first })).statusCode).toBe(401)
    expect((await ask('/trpc/about', { cookie: second })).statusCode).toBe(200)
  })

  it('signs out', async () => {
    const { signIn, listSessions } = await start()
    const cookie = await signIn()
    const answer = await ask('/auth/sign-out', { cookie, ...sameOrigin }, { method: 'POST' })
    expect(answer.json()).toEqual({})
    expect(await listSessions()).toEqual([])
    expect((await ask('/trpc/about', { cookie })).statusCode).toBe(401)
  })

  it('is none of those who had signed in with a provider before', async () => {
    const { sessions, clock } = await start()
    const identity = { ...localAdministrator, issuer: 'https://login.example.com' }
    const { secret } = await startSession(
      { identity, client: 'browser' },
      { sessions, limits, now: () => clock.now },
    )
    expect((await ask('/trpc/about', { cookie: `groundplan-session-4400=${secret}` })).statusCode).toBe(401)
  })
})

describe('a program that has the token of the home folder', () => {
  it('may do everything, and makes links', async () => {
    const { localSignIn } = await start()
    const authorization = `Bearer ${localSignIn.token}`
    expect((await ask('/trpc/about', { authorization })).json()).toMatchObject({
      result: { data: { user: 'local administrator' } },
    })
    const answer = await ask('/auth/links', { authorization }, { method: 'POST' })
    const { url } = answer.json<{ url: string }>()
    expect(url).toMatch(/^http:\/\/localhost:4400\/auth\/link\?code=[\w-]{43}$/)
    expect((await ask(new URL(url).pathname + new URL(url).search)).statusCode).toBe(303)
  })

  it.each([
    ['a wrong token', { authorization: `Bearer ${'0'.repeat(64)}` }, 401],
    ['nothing', {}, 401],
  ])('and one with %s is refused', async (_, headers, expected) => {
    await start()
    expect((await ask('/trpc/about', headers)).statusCode).toBe(expected)
    expect((await ask('/auth/links', headers, { method: 'POST' })).statusCode).toBe(expected)
  })

  it('and a browser that has signed in makes none', async () => {
    const { signIn } = await start()
    const headers = { cookie: await signIn(), ...sameOrigin }
    expect((await ask('/auth/links', headers, { method: 'POST' })).statusCode).toBe(403)
  })
})
