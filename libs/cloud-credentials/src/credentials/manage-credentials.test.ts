import { builtInRoles, type Caller } from '@groundplan/access'
import { person } from '@groundplan/actor'
import { generateMasterKey, parseMasterKeys, type MasterKeys } from '@groundplan/secrets'
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { InMemorySigningKeys } from '../issuer/in-memory-signing-keys.ts'
import { RunTokenIssuer } from '../issuer/run-token-issuer.ts'
import type { CredentialRequest } from './cloud-credential.ts'
import type { AwsExchange, AwsKeys } from './cloud-gateway.ts'
import { openRunCredentials } from './open-run-credentials.ts'
import { testCredentialStore } from './credential-store.contract.ts'
import { InMemoryCredentialStore } from './in-memory-credential-store.ts'
import {
  listCredentials,
  removeCredential,
  resealCredentials,
  setCredential,
  testCredential,
  type CredentialDependencies,
} from './manage-credentials.ts'

testCredentialStore('InMemoryCredentialStore', async () => new InMemoryCredentialStore())

const as = (role: keyof typeof builtInRoles): Caller => ({
  actor: person('ada'),
  grants: [{ role: builtInRoles[role], spaceId: 'payments' }],
})
const admin = as('space-admin')
const roleArn = 'arn:aws:iam::123456789012:role/groundplan'
const secretAccessKey = 'CANARY/K7MDENG/bPxRfiCYEXAMPLEKEY-123456'
const fixed: CredentialRequest = {
  ...{ kind: 'static-keys', name: 'legacy', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey },
}

let keys: MasterKeys
let exchanges: AwsExchange[]
let identified: AwsKeys[]
let credentials: InMemoryCredentialStore
let dependencies: CredentialDependencies
beforeEach(async () => {
  keys = await parseMasterKeys(generateMasterKey(), 'the test')
  exchanges = []
  identified = []
  credentials = new InMemoryCredentialStore()
  const now = () => new Date(90_000)
  const findMasterKeys = async () => keys
  dependencies = {
    ...{ credentials, findMasterKeys, spaceId: 'payments', now },
    issuer: new RunTokenIssuer({
      issuer: 'https://g.example.com',
      store: new InMemorySigningKeys(),
      findMasterKeys,
      now,
    }),
    gateway: {
      exchange: async (exchange) => {
        exchanges.push(exchange)
        return { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'x', sessionToken: 'y' }
      },
      identify: async (found) => {
        identified.push(found)
        return { account: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/groundplan/x' }
      },
    },
  }
})
const set = (request: CredentialRequest, caller = admin) => setCredential(request, caller, dependencies)
const test = (name: string) => testCredential(name, admin, dependencies)

describe('static keys', () => {
  it('are encrypted, cannot be read back, and are what the test signs in with', async () => {
    const credential = await set({ ...fixed, region: 'eu-central-1' })
    const shown = JSON.stringify([
      credential,
      await listCredentials(admin, dependencies),
      await credentials.find('legacy'),
    ])
    expect(shown).not.toContain('CANARY')
    expect(await test('legacy')).toMatchObject({ account: '123456789012' })
    expect(identified).toEqual([{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }])
  })

  it('cannot be decrypted for another access key, and get the current master key', async () => {
    await set(fixed)
    const added = await parseMasterKeys(generateMasterKey(), 'the test')
    keys = { current: added.current, former: [keys.current] }
    expect(await resealCredentials(keys, dependencies)).toBe(1)
    expect(await resealCredentials(keys, dependencies)).toBe(0)
    keys = added
    await test('legacy')
    const kept = await credentials.find('legacy')
    const settings = { kind: 'static-keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLF' } as const
    await credentials.put({ ...kept!, settings }, { by: admin.actor, at: new Date(0) })
    await expect(test('legacy')).rejects.toThrow('The credential "legacy" cannot be decrypted')
  })
})

describe('a web identity', () => {
  const request: CredentialRequest = { kind: 'web-identity', name: 'production', roleArn }

  it('is tested with a token whose subject says that it is a test of this space', async () => {
    expect(await set(request)).toMatchObject({ settings: { audience: 'sts.amazonaws.com' } })
    await test('production')
    const [exchange] = exchanges
    expect(exchange).toMatchObject({ kind: 'web-identity', roleArn })
    const { sub, aud, iat = 0, exp = 0 } = decodeJwt(exchange?.kind === 'web-identity' ? exchange.token : '')
    expect([sub, aud, exp - iat]).toEqual([
      ...['space:payments:blueprint:none:environment:none:run:test', 'sts.amazonaws.com', 300],
    ])
    expect(identified).toMatchObject([{ accessKeyId: 'ASIATEMPORARY' }])
  })

  it('needs a server with a public URL', async () => {
    await set(request)
    dependencies = { ...dependencies, issuer: undefined }
    await expect(test('production')).rejects.toThrow(
      'The server issues no tokens, because it has no public URL.',
    )
  })
})

describe('an assumed role', () => {
  const request: CredentialRequest = { kind: 'assumed-role', name: 'production', roleArn }

  it('has an external id that nobody can choose, and that stays', async () => {
    const first = await set({ ...request, externalId: 'chosen' } as CredentialRequest)
    expect(first.settings).toMatchObject({ externalId: expect.stringMatching(/^groundplan-[0-9a-f-]{36}$/) })
    const again = await set({ ...request, roleArn: `${roleArn}-2` })
    expect(again.settings).toEqual({ ...first.settings, roleArn: `${roleArn}-2` })
    const other = await set({ ...request, name: 'other' })
    expect(other.settings).not.toEqual(first.settings)
    await test('production')
    expect(exchanges).toEqual([again.settings])
  })
})

describe('a credential', () => {
  it('is for those who may manage it', async () => {
    await set(fixed)
    for (const role of ['devops', 'developer', 'viewer'] as const) {
      await expect(set(fixed, as(role))).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(testCredential('legacy', as(role), dependencies)).rejects.toMatchObject({
        code: 'not-allowed',
      })
      await expect(removeCredential('legacy', as(role), dependencies)).rejects.toMatchObject({
        code: 'not-allowed',
      })
    }
    expect(await listCredentials(as('devops'), dependencies)).toHaveLength(1)
    await expect(listCredentials(as('developer'), dependencies)).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await removeCredential('legacy', admin, dependencies)
    await expect(removeCredential('legacy', admin, dependencies)).rejects.toMatchObject({ code: 'not-found' })
    await expect(test('legacy')).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each<[CredentialRequest, string]>([
    [{ ...fixed, name: 'Legacy' }, 'not a valid name'],
    [{ ...fixed, accessKeyId: 'akia' }, 'The access key ID is not valid.'],
    [{ ...fixed, secretAccessKey: 'CANARY SECRET KEY 1234' }, 'The secret access key is not valid.'],
    [{ ...fixed, region: 'https://evil.example.com' }, 'not a valid region'],
    [{ kind: 'assumed-role', name: 'a', roleArn: 'arn:aws:iam::1:role/x' }, 'not a valid role'],
    [{ kind: 'web-identity', name: 'a', roleArn: 'arn:aws:iam::123456789012:user/x' }, 'not a valid role'],
    [{ kind: 'web-identity', name: 'a', roleArn, audience: '' }, 'not a valid audience'],
  ])('%j is refused', async (request, message) => {
    const error = await set(request).catch((each: unknown) => String(each))
    expect(error).toContain(message)
    expect(error).not.toContain('CANARY')
    expect(await credentials.list()).toEqual([])
  })

  it('is one of at most 100', async () => {
    for (let number = 0; number < 100; number += 1)
      await set({ kind: 'assumed-role', name: `c${number}`, roleArn })
    await expect(set(fixed)).rejects.toMatchObject({ code: 'conflict' })
    await set({ kind: 'assumed-role', name: 'c0', roleArn })
  })
})

describe('the credentials of a run', () => {
  const subject = { space: 'payments', blueprint: 'vpc', environment: '42', runKind: 'apply' } as const
  const open = () => openRunCredentials(subject, dependencies)

  it('are those of the only credential, as variables, and it says what they were for', async () => {
    expect(await open()).toBeUndefined()
    await set({ ...fixed, region: 'eu-central-1' })
    expect(await open()).toEqual({
      name: 'legacy',
      variables: {
        ...{ AWS_ACCESS_KEY_ID: fixed.accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
        AWS_REGION: 'eu-central-1',
      },
      expiresAt: undefined,
    })
    const lastUse = { at: new Date(90_000), purpose: 'apply of environment 42' }
    expect(await listCredentials(admin, dependencies)).toMatchObject([{ lastUse }])
  })

  it('are those of the default where there are several, with a token that says which run it is', async () => {
    await set(fixed)
    await set({ kind: 'assumed-role', name: 'other', roleArn })
    await expect(open()).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringContaining('legacy, other') as string,
    })
    await set({ kind: 'web-identity', name: 'default', roleArn })
    expect(await open()).toMatchObject({ name: 'default', variables: { AWS_SESSION_TOKEN: 'y' } })
    const [exchange] = exchanges
    expect(exchange?.kind === 'web-identity' && decodeJwt(exchange.token).sub).toBe(
      'space:payments:blueprint:vpc:environment:42:run:apply',
    )
  })
})
