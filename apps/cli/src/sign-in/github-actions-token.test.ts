import { startTokenIssuer, type TokenIssuer } from '@groundplan/identity-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGithubActionsToken } from './github-actions-token.ts'

let issuer: TokenIssuer
beforeAll(async () => {
  issuer = await startTokenIssuer()
})
afterAll(() => issuer?.close())

it('gets one token for a server, and another one only before it expires', async () => {
  const getToken = createGithubActionsToken(issuer, 'https://groundplan.example')
  const first = await getToken()
  expect(JSON.parse(Buffer.from(first.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
    aud: 'https://groundplan.example',
  })
  expect(await getToken()).toBe(first)
  expect(issuer.requests.filter((path) => path === '/token')).toHaveLength(1)
})

it('asks again each time for tokens that expire at once, and says what to do where it gets none', async () => {
  const shortLived = await startTokenIssuer({ sub: 'job', exp: Math.floor(Date.now() / 1000) + 30 })
  try {
    const getToken = createGithubActionsToken(shortLived, 'x')
    await getToken()
    await getToken()
    expect(shortLived.requests).toEqual(['/token', '/token'])
    const refused = createGithubActionsToken({ ...shortLived, requestToken: 'wrong' }, 'x')
    await expect(refused()).rejects.toMatchObject({
      code: 'external-service',
      hint: expect.stringContaining('id-token: write') as string,
    })
  } finally {
    await shortLived.close()
  }
})
