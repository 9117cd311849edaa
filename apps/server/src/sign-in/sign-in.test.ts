import { builtInRoles, type Session } from '@groundplan/access'
import {
  createSignInDirectory,
  InMemoryMemberStore,
  InMemoryRoleStore,
  InMemorySessionStore,
} from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import { createHttpFetch } from '@groundplan/http'
import { OidcProvider } from '@groundplan/identity-oidc'
import { ProviderBrowser, startIdentityProvider } from '@groundplan/identity-provider'
import { findFreePort } from '@groundplan/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { useHttpServer } from '../access/http-server.fixture.ts'
import { SignIn } from './sign-in.ts'

const { create, ask } = useHttpServer()
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

const people = [
  { login: 'ada', email: 'ada@example.com', name: 'Ada L.', groups: ['platform'] },
  { login: 'bob', email: 'bob@example.com', groups: [] },
]

/** A server at which the people of a real provider sign in. */
async function start() {
  const clock = { skipped: 0 }
  const now = () => new Date(Date.now() + clock.skipped)
  const url = `http://localhost:${await findFreePort()}`
  const provider = await startIdentityProvider({
    people,
    client: {
      ...{ id: 'groundplan', secret: 'the-secret', redirectUris: [`${url}/auth/callback`] },
      ...{ signedOutUris: [`${url}/`], backchannelLogoutUri: `${url}/auth/backchannel-logout` },
    },
  })
  cleanups.push(() => provider.close())
  const oidc = new OidcProvider(
    {
      ...{ issuer: provider.issuer, clientId: 'groundplan', clientSecret: 'the-secret' },
      scopes: 'openid profile email groups',
      claims: { username: 'email', groups: 'groups' },
    },
    createHttpFetch({ service: 'the identity provider', retries: 0 }),
  )
  const [members, roles] = [new InMemoryMemberStore(), new InMemoryRoleStore()]
  const sessions = new InMemorySessionStore()
  const signIn = new SignIn({
    ...{ provider: oidc, sessions, now, admins: { usernames: [], groups: ['platform'] } },
    signIns: createSignInDirectory({ sessions, members, roles }),
    limits: { idle: 3_600_000, lifetime: 12 * 3_600_000 },
  })
  const caller = { actor: person('nobody'), grants: [] }
  const server = await create({ signIn, findBaseUrl: () => url }, { caller, members, roles, now })
  await server.listen({ host: 'localhost', port: Number(new URL(url).port) })
  const browser = new ProviderBrowser()
  const cookies = (of = browser) => [...of.cookies(new URL(url))].map((pair) => pair.join('=')).join('; ')
  return {
    ...{ url, browser, clock, sessions, members, issuer: provider.issuer, cookies },
    signIn: (login: string, path = '/') =>
      browser.signIn(`${url}/auth/sign-in?return=${encodeURIComponent(path)}`, login),
    session: async () =>
      (await ask('/auth/session', { cookie: cookies() })).json<Readonly<Record<string, unknown>>>(),
    about: async () => ask('/trpc/about', { cookie: cookies() }),
    listOf: (subject: string): Promise<readonly Session[]> =>
      sessions.listOf({ issuer: provider.issuer, subject }),
  }
}

describe('a person who signs in', () => {
  it('comes back to where they were, and is known from then on', async () => {
    const { signIn, session, about, url } = await start()
    expect(await session()).toEqual({ signIn: 'oidc' })
    const refused = await about()
    expect(refused.statusCode).toBe(401)
    expect(refused.headers['www-authenticate']).toBeUndefined()
    expect(refused.json()).toMatchObject({ message: 'You are not signed in.' })
    const page = await signIn('ada', '/proposals?status=open')
    expect(page.url.href).toBe(`${url}/proposals?status=open`)
    expect(await session()).toMatchObject({
      ...{ signIn: 'oidc', user: 'ada@example.com', displayName: 'Ada L.', groups: ['platform'] },
      permissions: [...builtInRoles['account-admin'].permissions],
    })
    expect((await about()).json()).toMatchObject({ result: { data: { user: 'ada@example.com' } } })
  })

  it('who signs in again in the same browser has one session: the former one ends', async () => {
    const { signIn, about, cookies, listOf } = await start()
    await signIn('ada')
    const former = cookies()
    await signIn('ada')
    expect(cookies()).not.toBe(former)
    expect(await listOf('ada')).toHaveLength(1)
    expect((await about()).statusCode).toBe(200)
    expect((await ask('/trpc/about', { cookie: former })).statusCode).toBe(401)
  })

  it('may do nothing without a role, and at once what a new one permits', async () => {
    const { signIn, session, about, members } = await start()
    await signIn('bob')
    expect(await session()).toMatchObject({ user: 'bob@example.com', permissions: [] })
    expect((await about()).statusCode).toBe(403)
    const member = { kind: 'person', name: 'bob@example.com', role: 'viewer', spaceId: 'default' } as const
    await members.add(member, { by: person('eve'), at: new Date() })
    expect((await about()).statusCode).toBe(200)
    await members.remove(member)
    expect((await about()).statusCode).toBe(403)
  })

  it('has a cookie that scripts and other sites do not get', async () => {
    const { url, browser, sessions } = await start()
    const { url: back } = await browser.signIn(
      `${url}/auth/sign-in`,
      'ada',
      ({ pathname }) => pathname === '/auth/callback',
    )
    const cookie = [...browser.cookies(new URL(url))].map((pair) => pair.join('=')).join('; ')
    const response = await ask(`${back.pathname}${back.search}`, { cookie })
    const [cleared, session] = response.cookies
    const port = new URL(url).port
    expect(cleared).toMatchObject({ name: `groundplan-sign-in-${port}`, value: '', httpOnly: true })
    expect(session).toMatchObject({
      ...{ name: `groundplan-session-${port}`, httpOnly: true, sameSite: 'Lax', path: '/' },
      value: expect.stringMatching(/^groundplan-session_[\w-]{43}$/),
    })
    expect(JSON.stringify(await sessions.listOf({ issuer: 'x', subject: 'ada' }))).toBe('[]')
    // Once more, without what the browser kept, and with it after it was used.
    expect((await ask(`${back.pathname}${back.search}`)).statusCode).toBe(403)
    const again = await ask(`${back.pathname}${back.search}`, { cookie })
    expect(again.statusCode).toBe(403)
    expect(again.body).toContain('You are not signed in')
  })

  it('stays signed in with a cookie that changes, until they were away for an hour', async () => {
    const { signIn, cookies, clock, session } = await start()
    await signIn('ada')
    clock.skipped += 20 * 60_000
    const answer = await ask('/auth/session', { cookie: cookies() })
    expect(answer.json()).toMatchObject({ user: 'ada@example.com' })
    const renewed = answer.cookies[0]
    expect(`${renewed?.name}=${renewed?.value}`).not.toBe(cookies())
    const next = await ask('/trpc/about', { cookie: `${renewed?.name}=${renewed?.value}` })
    expect(next.statusCode).toBe(200)
    // Somebody has copied the first one.
    clock.skipped += 2 * 60_000
    expect(await session()).toEqual({ signIn: 'oidc' })
    expect((await ask('/trpc/about', { cookie: `${renewed?.name}=${renewed?.value}` })).statusCode).toBe(401)
    await signIn('ada')
    clock.skipped += 61 * 60_000
    expect(await session()).toEqual({ signIn: 'oidc' })
  })

  it('signs out here and at the provider', async () => {
    const { signIn, cookies, url, browser, session, listOf } = await start()
    await signIn('ada')
    expect(await listOf('ada')).toHaveLength(1)
    const post = { method: 'POST' } as const
    expect((await ask('/auth/sign-out', { cookie: cookies() }, post)).statusCode).toBe(403)
    const answer = await ask('/auth/sign-out', { cookie: cookies(), 'sec-fetch-site': 'same-origin' }, post)
    expect(answer.cookies).toMatchObject([{ value: '' }])
    expect(await listOf('ada')).toEqual([])
    expect(await session()).toEqual({ signIn: 'oidc' })
    const page = await browser.open(answer.json<{ signOutUrl: string }>().signOutUrl)
    const end = await browser.submit(page, { logout: 'yes' })
    expect(end.url.href).toBe(`${url}/`)
    const asked = await browser.open(`${url}/auth/sign-in`)
    expect(asked.body).toContain('name="login"')
  })

  it('is signed out here when they sign out at the provider', async () => {
    const { signIn, browser, issuer, session, listOf } = await start()
    await signIn('ada')
    const page = await browser.open(`${issuer}/session/end`)
    await browser.submit(page, { logout: 'yes' })
    await expect.poll(() => listOf('ada')).toEqual([])
    expect(await session()).toEqual({ signIn: 'oidc' })
  })

  it('can use the command line, with a code that is entered in a browser', async () => {
    const { browser, url } = await start()
    const begun = (await ask('/auth/device', {}, { method: 'POST' })).json<Readonly<Record<string, string>>>()
    const poll = () =>
      ask('/auth/device/token', {}, { method: 'POST', payload: { deviceCode: begun['deviceCode'] } })
    expect((await poll()).json()).toEqual({ status: 'pending' })
    const asked = await browser.open(begun['verificationUriComplete'] ?? '')
    const confirmed = await browser.submit(asked, { confirm: 'yes' })
    await browser.submit(confirmed, { login: 'ada', password: 'any', prompt: 'login' })
    const signedIn = (await poll()).json<Readonly<Record<string, string>>>()
    expect(signedIn).toMatchObject({ status: 'signed-in', username: 'ada@example.com' })
    const authorization = `Bearer ${signedIn['token']}`
    expect((await ask('/trpc/about', { authorization })).statusCode).toBe(200)
    expect((await ask('/auth/sign-out', { authorization }, { method: 'POST' })).statusCode).toBe(200)
    const ended = await ask('/trpc/about', { authorization })
    expect(ended.statusCode).toBe(401)
    expect(ended.json()).toMatchObject({ hint: expect.stringContaining('groundplan login') })
    expect((await poll()).statusCode).toBe(403)
    expect(url).toMatch(/^http:/)
  })
})

describe('nobody else', () => {
  it('gets more than the portal', async () => {
    await start()
    for (const path of ['/trpc/about', '/trpc/catalog.list', '/trpc/nothing'])
      expect((await ask(path)).statusCode, path).toBe(401)
    for (const path of ['/', '/catalog', '/proposals/1']) expect((await ask(path)).statusCode, path).toBe(503)
    expect((await ask('/auth/nowhere')).statusCode).toBe(404)
  })

  it.each([
    ...[
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/%2f%2fevil.example/..//',
      'javascript:alert(1)',
    ],
    ...['/auth/sign-in', '/..//evil.example', '/\t/evil.example'],
  ])('is led to %j', async (path) => {
    const { signIn, url } = await start()
    const page = await signIn('ada', path)
    expect(page.url.origin).toBe(url)
  })

  it('ends sessions with a token that is not from the provider', async () => {
    const { signIn, listOf } = await start()
    await signIn('ada')
    for (const payload of ['logout_token=x', 'logout_token=', 'a=b', `logout_token=${'x'.repeat(19_000)}`]) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await ask('/auth/backchannel-logout', headers, { method: 'POST', payload })
      expect(answer.statusCode).toBe(400)
    }
    expect(await listOf('ada')).toHaveLength(1)
  })

  it('signs in from a page of another site', async () => {
    const { cookies, signIn } = await start()
    await signIn('ada')
    const headers = { cookie: cookies(), 'sec-fetch-site': 'cross-site' }
    expect((await ask('/auth/sign-out', headers, { method: 'POST' })).statusCode).toBe(403)
    expect((await ask('/auth/session', headers)).statusCode).toBe(403)
  })
})
