import { person } from '@groundplan/actor'
import { generateMasterKey, parseMasterKeys, type MasterKeys } from '@groundplan/secrets'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { InMemorySigningKeys } from './in-memory-signing-keys.ts'
import { RunTokenIssuer } from './run-token-issuer.ts'
import { printRunSubject, type RunSubject } from './run-subject.ts'

const run = { space: 'payments', blueprint: 'vpc', environment: '42', runKind: 'apply' } as const
const request = { ...run, audience: 'sts.amazonaws.com', ttl: 900 }
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

let keys: MasterKeys
let clock: number
let store: InMemorySigningKeys
let issuer: RunTokenIssuer
const open = () =>
  new RunTokenIssuer({
    ...{ issuer: 'https://groundplan.example.com', store, findMasterKeys: async () => keys },
    now: () => new Date(clock),
  })
const kidOf = (token: string) => decodeProtectedHeader(token).kid
const published = async () => (await issuer.readKeys()).keys.map(({ kid }) => kid)
const verify = async (token: string) => {
  const set = createLocalJWKSet((await issuer.readKeys()) as JSONWebKeySet)
  return jwtVerify(token, set, { audience: 'sts.amazonaws.com', currentDate: new Date(clock) })
}
beforeEach(async () => {
  keys = await parseMasterKeys(generateMasterKey(), 'the test')
  clock = Date.UTC(2026, 0, 1)
  store = new InMemorySigningKeys()
  issuer = open()
})

describe('a token of a run', () => {
  it('says which run it is, and is verified with what is published', async () => {
    const { payload, protectedHeader } = await verify(await issuer.issueRunToken(request))
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' })
    expect(payload).toEqual({
      iss: 'https://groundplan.example.com',
      sub: 'space:payments:blueprint:vpc:environment:42:run:apply',
      aud: 'sts.amazonaws.com',
      ...{ iat: clock / 1000, nbf: clock / 1000, exp: clock / 1000 + 900, jti: expect.any(String) },
      ...{ space: 'payments', blueprint: 'vpc', environment: '42', run_kind: 'apply' },
    })
    expect(JSON.stringify(await issuer.readKeys())).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/)
  })

  it.each([59, 43_201, 60.5, NaN])('is not valid for %j seconds', async (ttl) => {
    await expect(issuer.issueRunToken({ ...request, ttl })).rejects.toThrow('cannot be valid for')
    expect(await store.list()).toEqual([])
  })

  it('never has the subject of another run', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', ':', '-', '*', '?', '.', '%') })
    const subject = fc.record({
      ...{ space: part, blueprint: part, environment: part },
      runKind: fc.constantFrom('plan', 'apply'),
    }) as fc.Arbitrary<RunSubject>
    const print = (of: RunSubject) => {
      try {
        return printRunSubject(of)
      } catch {
        return undefined
      }
    }
    fc.assert(
      fc.property(subject, subject, (left, right) => {
        const [one, other] = [print(left), print(right)]
        if (one === undefined || one !== other) return
        expect(left).toEqual(right)
        expect(one).not.toMatch(/[*?]/)
      }),
    )
    expect(() => printRunSubject({ ...run, space: 'a:blueprint:b' })).toThrow('cannot be part of the subject')
    expect(() => printRunSubject({ ...run, environment: 'x'.repeat(250) })).toThrow('AWS takes 255')
  })
})

describe('signing keys', () => {
  it('are replaced after 30 days, published before they sign, and until their last token has expired', async () => {
    const first = kidOf(await issuer.issueRunToken(request))
    clock += 30 * day - 1
    expect(kidOf(await issuer.issueRunToken(request))).toBe(first)
    clock += 1
    expect(kidOf(await issuer.issueRunToken(request))).toBe(first)
    expect(await published()).toHaveLength(2)
    clock += 15 * minute - 1
    const late = await issuer.issueRunToken({ ...request, ttl: 43_200 })
    expect(kidOf(late)).toBe(first)
    clock += 1
    const second = kidOf(await issuer.issueRunToken(request))
    expect(second).not.toBe(first)
    clock += 12 * hour - 2000
    await verify(late)
    clock += 5 * minute + 2001
    expect(await published()).toEqual([second])
    await expect(verify(late)).rejects.toThrow()
    clock += 30 * day
    await issuer.issueRunToken(request)
    expect((await store.list()).map(({ kid }) => kid)).not.toContain(first)
  })

  it('are shared by servers, and encrypted in the database', async () => {
    const token = await issuer.issueRunToken(request)
    expect(kidOf(await open().issueRunToken(request))).toBe(kidOf(token))
    expect(JSON.stringify(await store.list())).not.toMatch(/PRIVATE KEY|"d":/)
    keys = await parseMasterKeys(generateMasterKey(), 'the test')
    await expect(open().issueRunToken(request)).rejects.toThrow(
      /^The signing key \S+ is encrypted with the master key/,
    )
  })

  it('can be revoked at once', async () => {
    const token = await issuer.issueRunToken(request)
    expect(await issuer.revokeKeys(person('ada'))).toMatchObject({ revoked: 1 })
    await expect(verify(token)).rejects.toThrow()
    await verify(await issuer.issueRunToken(request))
  })

  it('get the current master key', async () => {
    const token = await issuer.issueRunToken(request)
    const added = await parseMasterKeys(generateMasterKey(), 'the test')
    keys = { current: added.current, former: [keys.current] }
    expect([await issuer.reseal(keys), await issuer.reseal(keys)]).toEqual([1, 0])
    keys = added
    expect(kidOf(await open().issueRunToken(request))).toBe(kidOf(token))
  })
})
