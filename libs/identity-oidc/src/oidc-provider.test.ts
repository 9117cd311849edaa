import { createHttpFetch } from '@groundplan/http'
import {
  ProviderBrowser,
  startIdentityProvider,
  type IdentityProvider,
  type IdentityProviderOptions,
} from '@groundplan/identity-provider'
import { startReceiver } from '@groundplan/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { OidcProvider, type OidcSettings } from './oidc-provider.ts'

const callback = 'http://localhost:4499/auth/callback'
const people = [
  { login: 'ada', email: 'ada@example.com', name: 'Ada L.', groups: ['platform', 'payments'] },
  { login: 'bob', email: 'bob@example.com', groups: [] },
  { login: 'eve', email: 'eve@example.com', emailVerified: false, groups: [] },
]
const client = {
  id: 'groundplan',
  secret: 'the-secret',
  redirectUris: [callback],
  signedOutUris: ['http://localhost:4499/'],
}

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

async function start(change: Partial<IdentityProviderOptions> = {}): Promise<IdentityProvider> {
  const provider = await startIdentityProvider({ people, client, ...change })
  cleanups.push(() => provider.close())
  return provider
}

function connect(issuer: string, change: Partial<OidcSettings> = {}): OidcProvider {
  const settings: OidcSettings = {
    ...{ issuer, clientId: 'groundplan', clientSecret: 'the-secret', scopes: 'openid profile email groups' },
    claims: { username: 'email', groups: 'groups' },
    ...change,
  }
  return new OidcProvider(settings, createHttpFetch({ service: 'the identity provider', retries: 0 }))
}

const isCallback = (url: URL) => url.href.startsWith(callback)

async function signIn(provider: OidcProvider, login: string) {
  const browser = new ProviderBrowser()
  const { url, checks } = await provider.begin(callback)
  const page = await browser.signIn(url, login, isCallback)
  return { browser, checks, back: page.url }
}

describe('signing in with the browser', () => {
  it.each([
    ['in the ID token', { userInfoOnly: false }],
    ['at the user info endpoint', { userInfoOnly: true }],
  ])('tells who somebody is, with claims %s', async (_, change) => {
    const { issuer } = await start(change)
    const provider = connect(issuer)
    const { checks, back } = await signIn(provider, 'ada')
    const signedIn = await provider.finish(back, checks)
    expect(signedIn.identity).toEqual({
      ...{ issuer, subject: 'ada', username: 'ada@example.com', displayName: 'Ada L.' },
      groups: ['platform', 'payments'],
    })
  })

  it('works as a public client, and with another claim for the name', async () => {
    const { issuer } = await start({ client: { ...client, secret: undefined } })
    const provider = connect(issuer, { clientSecret: undefined, claims: { username: 'sub', groups: 'none' } })
    const { checks, back } = await signIn(provider, 'eve')
    expect(await provider.finish(back, checks)).toMatchObject({
      identity: { username: 'eve', displayName: 'eve', groups: [] },
    })
  })

  it('is refused for another state, another verifier, and a second time', async () => {
    const { issuer } = await start()
    const provider = connect(issuer)
    const { checks, back } = await signIn(provider, 'bob')
    await expect(provider.finish(back, { ...checks, state: 'other' })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(provider.finish(back, { ...checks, codeVerifier: 'a'.repeat(43) })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    const again = await signIn(provider, 'bob')
    await expect(provider.finish(again.back, { ...again.checks, nonce: 'other' })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    const last = await signIn(provider, 'bob')
    await provider.finish(last.back, last.checks)
    await expect(provider.finish(last.back, last.checks)).rejects.toThrow('invalid_grant')
  })

  it('is refused where the e-mail address is not verified or the claim is missing', async () => {
    const { issuer } = await start()
    const provider = connect(issuer)
    const eve = await signIn(provider, 'eve')
    await expect(provider.finish(eve.back, eve.checks)).rejects.toThrow('has not verified')
    const other = connect(issuer, { claims: { username: 'upn', groups: 'groups' } })
    const bob = await signIn(other, 'bob')
    await expect(other.finish(bob.back, bob.checks)).rejects.toMatchObject({
      message: 'The identity provider sends no claim "upn" that names a person.',
      hint: expect.stringContaining('GROUNDPLAN_OIDC_USERNAME_CLAIM'),
    })
  })

  it('says what is wrong with the provider, and asks it again the next time', async () => {
    const wrong = await start()
    const provider = connect(wrong.issuer, { clientSecret: 'wrong' })
    const { checks, back } = await signIn(provider, 'ada')
    await expect(provider.finish(back, checks)).rejects.toMatchObject({
      message: expect.stringContaining('invalid_client'),
      hint: expect.stringContaining('GROUNDPLAN_OIDC_CLIENT_SECRET'),
    })
    const down = connect(wrong.issuer)
    await wrong.close()
    cleanups.pop()
    await expect(down.begin(callback)).rejects.toMatchObject({ code: 'external-service' })
    await start({ port: Number(new URL(wrong.issuer).port) })
    expect((await down.begin(callback)).url.origin).toBe(wrong.issuer)
  })
})

describe('signing in on another device', () => {
  it('goes on until somebody has entered the code', async () => {
    const { issuer } = await start()
    const provider = connect(issuer)
    const begun = await provider.beginDevice()
    expect(begun).toMatchObject({ userCode: expect.stringMatching(/./), verificationUri: `${issuer}/device` })
    expect(await provider.pollDevice(begun.deviceCode)).toBe('pending')
    const browser = new ProviderBrowser()
    const asked = await browser.open(begun.verificationUriComplete ?? '')
    const confirmed = await browser.submit(asked, { confirm: 'yes' })
    const signing = confirmed.body.includes('name="login"') ? confirmed : await browser.submit(confirmed, {})
    const done = await browser.submit(signing, { login: 'ada', password: 'any', prompt: 'login' })
    expect(done.status).toBe(200)
    expect(await provider.pollDevice(begun.deviceCode)).toMatchObject({ identity: { subject: 'ada' } })
    await expect(provider.pollDevice(begun.deviceCode)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(provider.pollDevice('unknown')).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('signing out', () => {
  it('at the provider tells whose session has ended', async () => {
    const receiver = await startReceiver()
    cleanups.push(() => receiver.close())
    const { issuer } = await start({ client: { ...client, backchannelLogoutUri: `${receiver.url}/logout` } })
    const provider = connect(issuer)
    const { browser, checks, back } = await signIn(provider, 'ada')
    const { providerSession } = await provider.finish(back, checks)
    expect(providerSession).toMatch(/./)
    const url = await provider.findSignOutUrl('http://localhost:4499/')
    const page = await browser.open(url ?? '')
    const end = await browser.submit(page, { logout: 'yes' }, ({ port }) => port === '4499')
    expect(end.url.href).toBe('http://localhost:4499/')
    const [request] = await receiver.receive(1)
    const token = new URLSearchParams(Buffer.from(request?.body ?? []).toString()).get('logout_token') ?? ''
    expect(await provider.readLogoutToken(token)).toEqual({ issuer, subject: 'ada', providerSession })
    const other = connect(issuer, { clientId: 'other' })
    await expect(other.readLogoutToken(token)).rejects.toThrow('not valid')
    for (const wrong of ['', 'x', `${token.slice(0, -10)}AAAAAAAAAA`])
      await expect(provider.readLogoutToken(wrong)).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
