import { createNodeApiClient } from '@groundplan/api-client/node'
import { generateMasterKey } from '@groundplan/secrets'
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import {
  hasMoto,
  isRequired,
  isolateGit,
  startMoto,
  useTemporaryDirectories,
  type TestMoto,
} from '@groundplan/testing'
import { createRemoteJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { compose, type Composition } from './compose.ts'
import type { ServerConfig } from './config.ts'
import { createHttpServer } from './create-http-server.ts'
import { createLogger } from './log/create-logger.ts'
import { appRouter } from '@groundplan/api'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const installed = await hasMoto()
const region = 'eu-central-1'
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'CANARY-OF-THE-SERVER' }
const roleArn = 'arn:aws:iam::123456789012:role/groundplan'
const request = { space: 'default', blueprint: 'vpc', environment: '42', runKind: 'apply' } as const

const basics = { databaseUrl: undefined, host: '127.0.0.1', port: 0, allowedHosts: [], polls: false } as const

/** A server as it is started, with its API as the caller of this machine uses it. */
async function open(home: string, config: Partial<ServerConfig>) {
  const lines: string[] = []
  const logger = createLogger({ level: 'debug', readable: false, write: (line) => void lines.push(line) })
  const composition = await compose({ ...basics, home, role: 'api', ...config }, { logger })
  return { composition, lines, api: appRouter.createCaller(composition.context) }
}

async function listen({ context, webhooks, checkImportAddresses }: Composition, portalDirectory: string) {
  const options = { context, webhooks, checkImportAddresses, portalDirectory, allowedHosts: [] }
  const server = await createHttpServer({ ...options, onUnexpectedError: () => {} })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  return { server, url: `http://127.0.0.1:${port}` }
}

describe('the issuer of tokens', () => {
  it('is only there with a public URL, and clouds verify its tokens with what it publishes', async () => {
    const home = await temporaryDirectory()
    await writeFile(join(home, 'index.html'), '<html></html>')
    const issuer = 'https://groundplan.example.com'
    const { composition, lines } = await open(home, { publicUrl: `${issuer}/` })
    const { server, url } = await listen(composition, home)
    try {
      const read = (path: string) =>
        fetch(`${url}${path}`, { headers: { origin: 'https://other.example.com' } })
      const description = await read('/.well-known/openid-configuration')
      expect(description.headers.get('content-type')).toMatch(/^application\/json/)
      expect(await description.json()).toMatchObject({
        ...{ issuer, jwks_uri: `${issuer}/.well-known/jwks.json`, subject_types_supported: ['public'] },
        ...{ response_types_supported: ['id_token'], id_token_signing_alg_values_supported: ['RS256'] },
      })
      expect(await (await read('/.well-known/jwks.json')).json()).toEqual({ keys: [] })
      const token = await composition.context.cloud?.issuer?.issueRunToken({
        ...{ ...request, audience: 'sts.amazonaws.com', ttl: 900 },
      })
      const published = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`))
      const { payload } = await jwtVerify(token ?? '', published, { issuer, audience: 'sts.amazonaws.com' })
      expect(payload.sub).toBe('space:default:blueprint:vpc:environment:42:run:apply')
      const [head = ''] = token?.split('.') ?? []
      await expect(jwtVerify(`${token?.slice(0, -8)}AAAAAAAA`, published, { issuer })).rejects.toThrow(
        'signature verification failed',
      )
      expect(lines.join('')).not.toContain(head)
    } finally {
      await server.close()
      await composition.close()
    }
  })

  it('publishes none of its old keys once they are revoked, on record, and signs with a new one', async () => {
    const home = await temporaryDirectory()
    await writeFile(join(home, 'index.html'), '<html></html>')
    const { composition } = await open(home, { publicUrl: 'https://groundplan.example.com' })
    const { server, url } = await listen(composition, home)
    try {
      const issue = () =>
        composition.context.cloud?.issuer?.issueRunToken({ ...request, audience: 'aws', ttl: 900 }) ?? ''
      const verify = async (token: string) =>
        jwtVerify(token, createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`)), { audience: 'aws' })
      const readKeys = async () =>
        ((await (await fetch(`${url}/.well-known/jwks.json`)).json()) as JSONWebKeySet).keys
      const stolen = await issue()
      await verify(stolen)
      const client = createNodeApiClient(url)
      const { keyId, revoked } = await client.credentials.revokeSigningKeys.mutate()
      expect(revoked).toBe(1)
      await vi.waitFor(async () => expect((await readKeys()).map(({ kid }) => kid)).toEqual([keyId]), {
        timeout: 10_000,
      })
      await expect(verify(stolen)).rejects.toThrow('no applicable key found')
      await verify(await issue())
      const { items } = await client.audit.list.query({ account: true, action: 'signing-keys' })
      expect(items).toMatchObject([{ action: 'signing-keys.revoked', after: { keys: keyId } }])
    } finally {
      await server.close()
      await composition.close()
    }
  })

  it('is not there without one', async () => {
    const home = await temporaryDirectory()
    await writeFile(join(home, 'index.html'), '<html></html>')
    const { composition } = await open(home, {})
    const { server, url } = await listen(composition, home)
    const answer = await fetch(`${url}/.well-known/openid-configuration`)
    expect(await answer.text()).not.toContain('jwks_uri')
    await server.close()
    await composition.close()
  })
})

if (!installed && !isRequired('moto')) {
  describe.skip('against moto (skipped: the Python package moto is not installed)', () => {
    it('has its master key encrypted, and tests credentials', () => {})
  })
} else {
  describe('against moto', () => {
    let moto: TestMoto
    let services: NonNullable<ServerConfig['services']>
    let masterKeyKms: string
    const withKms = () => ({ ...services, masterKeyKms })
    beforeAll(async () => {
      moto = await startMoto()
      services = { sources: {}, aws: { region, keys, endpoint: moto.endpoint } }
      const client = new KMSClient({ region, endpoint: moto.endpoint, credentials: keys })
      masterKeyKms = (await client.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? ''
    }, 200_000)
    afterAll(() => moto?.stop())

    it('a server moves to a master key of AWS KMS, and replaces it', async () => {
      const home = await temporaryDirectory()
      const secret = { name: 'github-token', value: 'CANARY', origins: ['https://github.com'] }
      const masterKey = generateMasterKey()
      const publicUrl = 'https://groundplan.example.com'
      const before = await open(home, { services, masterKey, publicUrl })
      await before.api.secrets.put(secret)
      await before.api.credentials.set({
        ...{
          kind: 'static-keys',
          name: 'legacy',
          accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          secretAccessKey: 'CANARY'.repeat(6),
        },
      })
      await before.composition.context.cloud?.issuer?.issueRunToken({ ...request, audience: 'x', ttl: 60 })
      const { current: former } = await before.composition.context.findMasterKeys()
      await before.composition.close()

      const moving = await open(home, { services: withKms(), masterKey, publicUrl })
      const { keyId, changed } = await moving.api.secrets.rotateKey()
      expect(changed).toBe(3)
      expect(keyId).not.toBe(former.id)
      await moving.composition.close()

      const after = await open(home, { services: withKms(), publicUrl })
      const { findMasterKeys, secrets } = after.composition.context
      expect((await secrets.listSealed()).map((each) => each.keyId)).toEqual([keyId])
      expect(await after.api.credentials.test({ name: 'legacy' })).toMatchObject({ account: '123456789012' })
      expect(await after.api.secrets.rotateKey()).toMatchObject({ changed: 3 })
      const { current, former: others } = await findMasterKeys()
      expect([current.id === keyId, others.map(({ id }) => id)]).toEqual([false, [keyId]])
      await after.composition.context.cloud?.issuer?.issueRunToken({ ...request, audience: 'x', ttl: 60 })
      await after.composition.close()
    })

    it('credentials of each kind sign in, with nothing secret in answers and logs', async () => {
      const home = await temporaryDirectory()
      const publicUrl = 'https://groundplan.example.com'
      const { composition, api, lines } = await open(home, { services, publicUrl })
      await api.credentials.set({ kind: 'web-identity', name: 'production', roleArn })
      const assumed = await api.credentials.set({ kind: 'assumed-role', name: 'partner', roleArn })
      const secretAccessKey = 'CANARY'.repeat(6)
      await api.credentials.set({
        ...{ kind: 'static-keys', name: 'legacy', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey },
      })
      expect(assumed.settings).toMatchObject({ externalId: expect.stringMatching(/^groundplan-/) })
      const answers: unknown[] = [await api.credentials.list()]
      for (const name of ['production', 'partner', 'legacy'])
        answers.push(await api.credentials.test({ name }))
      expect(answers[0]).toMatchObject({ issuer: publicUrl })
      expect(answers.slice(1)).toMatchObject([
        { arn: 'arn:aws:sts::123456789012:assumed-role/groundplan/groundplan-default-test' },
        { arn: 'arn:aws:sts::123456789012:assumed-role/groundplan/groundplan-default-test' },
        { account: '123456789012' },
      ])
      expect(JSON.stringify(answers) + lines.join('')).not.toMatch(/CANARY|eyJ/)
      await api.credentials.remove({ name: 'legacy' })
      expect((await api.credentials.list()).items.map(({ name }) => name)).toEqual(['partner', 'production'])
      await composition.close()
    })
  })
}
