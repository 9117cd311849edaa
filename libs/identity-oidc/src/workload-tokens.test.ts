import { createHttpFetch } from '@groundplan/http'
import { startTokenIssuer } from '@groundplan/identity-provider'
import * as jose from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { WorkloadTokens } from './workload-tokens.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

const audience = 'https://groundplan.example'
const fetch = createHttpFetch({ service: 'the issuer', timeout: 2000, retries: 0 })

async function startIssuer() {
  const issuer = await startTokenIssuer({ sub: 'repo:bank/infra:ref:refs/heads/main', aud: audience })
  cleanups.push(() => issuer.close())
  return issuer
}

const now = () => Math.floor(Date.now() / 1000)

describe('tokens of other issuers', () => {
  it('are read if their issuer signed them, with its keys asked for once', async () => {
    const { url: issuer, requests, sign } = await startIssuer()
    const tokens = new WorkloadTokens(fetch)
    for (let time = 0; time < 3; time += 1) {
      const claims = await tokens.verify(await sign({ ref: 'main' }), { issuer, audience })
      expect(claims).toMatchObject({ sub: 'repo:bank/infra:ref:refs/heads/main', ref: 'main' })
    }
    expect(requests).toEqual(['/.well-known/openid-configuration', '/keys'])
  })

  it('are refused if they are for somebody else, too old, from the future or signed with another key', async () => {
    const { url: issuer, sign, keyPair } = await startIssuer()
    const stranger = await jose.generateKeyPair('RS256')
    const tokens = new WorkloadTokens(fetch)
    const publicKey = new TextEncoder().encode(await jose.exportSPKI(keyPair.publicKey))
    const withPublicKey = await sign({}, { header: { alg: 'HS256' }, key: publicKey })
    const good = await sign()
    const [header = '', payload = '', signature = ''] = good.split('.')
    const other = Buffer.from(JSON.stringify({ ...jose.decodeJwt(good), sub: 'repo:bank/other' })).toString(
      'base64url',
    )
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const refused = {
      audience: await sign({ aud: 'https://other.example' }),
      issuer: await sign({ iss: 'https://other.example' }),
      expired: await sign({ iat: now() - 900, exp: now() - 600 }),
      'older than a day': await sign({ iat: now() - 90_000, exp: now() + 600 }),
      future: await sign({ iat: now() + 3000, exp: now() + 6000 }),
      'not yet': await sign({ nbf: now() + 3000 }),
      subject: await sign({ sub: '' }),
      stranger: await sign({}, { key: stranger.privateKey }),
      'unknown key': await sign({}, { header: { kid: 'two' } }),
      'public key as secret': withPublicKey,
      'no signature': `${none}.${payload}.`,
      'changed payload': `${header}.${other}.${signature}`,
    }
    for (const [why, token] of Object.entries(refused))
      expect(await tokens.verify(token, { issuer, audience }), why).toBeUndefined()
    expect(await tokens.verify(good, { issuer, audience })).toBeDefined()
  })

  it('say that keys cannot be had, and ask again the next time', async () => {
    const { url: issuer, sign, answers } = await startIssuer()
    const tokens = new WorkloadTokens(fetch)
    answers.status = 500
    const token = await sign()
    await expect(tokens.verify(token, { issuer, audience })).rejects.toMatchObject({
      code: 'external-service',
      message: expect.stringMatching(/^Could not get the keys of http:/) as string,
    })
    answers.status = 200
    expect(await tokens.verify(token, { issuer, audience })).toBeDefined()
  })

  it('are refused where the address says that it is another issuer', async () => {
    const { url: issuer, sign, answers } = await startIssuer()
    answers.issuer = 'https://other.example'
    await expect(new WorkloadTokens(fetch).verify(await sign(), { issuer, audience })).rejects.toMatchObject({
      code: 'external-service',
    })
  })
})
