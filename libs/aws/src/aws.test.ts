import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  DeleteSecretCommand,
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { findFreePort, hasMoto, isRequired, startMoto, type TestMoto } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KmsKeyWrapper } from './secrets/kms-key-wrapper.ts'
import { SecretsManagerSource } from './secrets/secrets-manager-source.ts'
import { StsGateway } from './identity/sts-gateway.ts'

const region = 'eu-central-1'
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'CANARY-OF-THE-SERVER' }
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => error,
  )
const installed = await hasMoto()

if (!installed && !isRequired('moto')) {
  describe.skip('against moto (skipped: the Python package moto is not installed)', () => {
    it('reads secrets, wraps keys and assumes roles', () => {})
  })
} else {
  describe('against moto', () => {
    let moto: TestMoto
    const access = () => ({ region, keys, endpoint: moto.endpoint })
    beforeAll(async () => {
      moto = await startMoto()
    }, 200_000)
    afterAll(() => moto?.stop())

    describe('a secret in AWS Secrets Manager', () => {
      const place = { path: 'prod/github', key: 'token' }
      let client: SecretsManagerClient
      let arn: string
      let firstVersion: string
      beforeAll(async () => {
        client = new SecretsManagerClient({ region, endpoint: moto.endpoint, credentials: keys })
        const created = await client.send(
          new CreateSecretCommand({
            Name: 'prod/github',
            SecretString: JSON.stringify({ token: 'CANARY-1' }),
            Tags: [
              { Key: 'groundplan-origins', Value: 'https://github.com https://api.github.com' },
              { Key: 'groundplan-spaces', Value: 'payments cards' },
            ],
          }),
        )
        arn = created.ARN ?? ''
        firstVersion = created.VersionId ?? ''
        const SecretString = JSON.stringify({ token: 'CANARY-2', port: 443 })
        await client.send(new PutSecretValueCommand({ SecretId: 'prod/github', SecretString }))
        await client.send(new CreateSecretCommand({ Name: 'plain', SecretString: 'CANARY-3' }))
        await client.send(new CreateSecretCommand({ Name: 'binary', SecretBinary: randomBytes(4) }))
        await client.send(new CreateSecretCommand({ Name: 'gone', SecretString: 'CANARY-4' }))
        await client.send(new DeleteSecretCommand({ SecretId: 'gone', RecoveryWindowInDays: 7 }))
      })

      it('is read by name or ARN, in its newest or another version, with the origins and spaces of its tags', async () => {
        const source = new SecretsManagerSource(access())
        const origins = ['https://github.com', 'https://api.github.com']
        const current = { value: 'CANARY-2', origins, spaces: ['payments', 'cards'] }
        expect(await source.read(place)).toEqual(current)
        expect(await source.read({ ...place, path: arn })).toEqual(current)
        expect(await source.read({ ...place, stage: 'AWSPREVIOUS' })).toMatchObject({ value: 'CANARY-1' })
        expect(await source.read({ ...place, version: firstVersion })).toMatchObject({ value: 'CANARY-1' })
        expect(await source.read({ path: 'plain' })).toEqual({ value: 'CANARY-3', origins: [] })
      })

      it('is found in the region of its ARN', async () => {
        const elsewhere = new SecretsManagerSource({ ...access(), region: 'us-west-2' })
        expect(await elsewhere.read({ ...place, path: arn })).toMatchObject({ value: 'CANARY-2' })
        expect(await failureOf(elsewhere.read(place))).toMatchObject({ code: 'not-found' })
      })

      it.each([
        [{ path: 'none' }, 'not-found', 'AWS Secrets Manager could not find none'],
        [{ path: 'gone' }, 'not-found', 'The secret gone is scheduled for deletion in AWS Secrets Manager.'],
        [{ path: 'binary' }, 'input-invalid', 'is binary, not text'],
        [{ path: 'plain' }, 'input-invalid', 'The secret plain in AWS Secrets Manager is not a JSON object'],
        [
          { key: 'password' },
          'not-found',
          'The secret prod/github in AWS Secrets Manager has no key "password".',
        ],
        [{ key: 'port' }, 'input-invalid', 'is not a text'],
        [{ stage: 'NEXT' }, 'not-found', 'could not find prod/github'],
      ])('%j cannot be read', async (at, code, message) => {
        const error = await failureOf(new SecretsManagerSource(access()).read({ ...place, ...at }))
        expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
        expect(JSON.stringify(error) + String(error)).not.toContain('CANARY')
      })
    })

    describe('AWS KMS', () => {
      const key = Uint8Array.from(randomBytes(32))
      const id = createHash('sha256').update(key).digest('hex').slice(0, 16)
      let client: KMSClient
      let arn: string
      beforeAll(async () => {
        client = new KMSClient({ region, endpoint: moto.endpoint, credentials: keys })
        const { KeyMetadata: created } = await client.send(new CreateKeyCommand({}))
        arn = created?.Arn ?? ''
        await client.send(new CreateAliasCommand({ AliasName: 'alias/groundplan', TargetKeyId: arn }))
      })

      it.each(['alias/groundplan', 'the ARN'])(
        'encrypts a master key with %s, and decrypts it',
        async (name) => {
          const wrapper = new KmsKeyWrapper(name === 'the ARN' ? arn : name, access())
          const wrapped = await wrapper.wrap(id, key)
          expect(wrapped).toMatchObject({ id, wrappedBy: arn })
          expect(Buffer.from(wrapped.ciphertext).includes(Buffer.from(key))).toBe(false)
          expect(await new KmsKeyWrapper('alias/groundplan', access()).unwrap(wrapped)).toEqual(key)
        },
      )

      it('decrypts it as no other', async () => {
        const wrapper = new KmsKeyWrapper('alias/groundplan', access())
        const wrapped = await wrapper.wrap(id, key)
        const error = await failureOf(wrapper.unwrap({ ...wrapped, id: 'another' }))
        expect(error).toMatchObject({
          code: 'input-invalid',
          message: expect.stringContaining('AWS KMS rejected'),
        })
      })

      it('says which key is missing', async () => {
        const missing = new KmsKeyWrapper('alias/none', access())
        expect(await failureOf(missing.wrap(id, key))).toMatchObject({
          ...{ code: 'not-found', message: expect.stringContaining('AWS KMS could not find alias/none') },
        })
      })
    })

    describe('AWS STS', () => {
      const roleArn = 'arn:aws:iam::123456789012:role/groundplan'
      const session = { name: 'groundplan-test', seconds: 900 }

      it('exchanges tokens, or the identity of the server, for keys of a role', async () => {
        const gateway = new StsGateway(access())
        for (const exchange of [
          { kind: 'web-identity', roleArn, token: 'e30.e30.CANARY' },
          { kind: 'assumed-role', roleArn, externalId: 'groundplan-1' },
        ] as const) {
          const temporary = await gateway.exchange(exchange, session)
          expect(temporary.accessKeyId).toMatch(/^ASIA/)
          expect(temporary.expiresAt?.getTime()).toBeGreaterThan(Date.now())
          expect(await gateway.identify(temporary)).toEqual({
            account: '123456789012',
            arn: 'arn:aws:sts::123456789012:assumed-role/groundplan/groundplan-test',
          })
        }
      })
    })
  })
}

describe('AWS that refuses', () => {
  const answerWith = async (status: number, type: string, message: string, xml = false) => {
    const seen: { path: string | undefined; headers: object }[] = []
    const server = createServer((request, response) => {
      seen.push({ path: request.url, headers: request.headers })
      request.resume()
      response.writeHead(status, { 'content-type': xml ? 'text/xml' : 'application/x-amz-json-1.1' })
      response.end(
        xml
          ? `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`
          : JSON.stringify({ __type: type, message }),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { access: { region, keys, endpoint }, seen, close: () => server.close() }
  }

  it.each([
    [
      400,
      'AccessDeniedException',
      'not-allowed',
      'The policies must allow secretsmanager:GetSecretValue and secretsmanager:DescribeSecret.',
    ],
    [
      400,
      'UnrecognizedClientException',
      'not-allowed',
      'They are invalid, expired or revoked. Set new ones.',
    ],
    [400, 'ExpiredTokenException', 'not-allowed', 'They are invalid, expired or revoked. Set new ones.'],
    [500, 'InternalServiceError', 'external-service', undefined],
    [400, 'ThrottlingException', 'external-service', undefined],
  ])('with status %j and %s', async (status, type, code, hint) => {
    const { access, close } = await answerWith(status, type, 'Something of AWS')
    const error = await failureOf(new SecretsManagerSource(access).read({ path: 'prod/github' }))
    expect(error).toMatchObject({ code, message: expect.stringContaining('Something of AWS.') })
    expect(error).toMatchObject({ hint })
    close()
  })

  it.each([
    [
      'InvalidIdentityToken',
      'AWS STS rejected the token for arn:aws:iam::123456789012:role/x: Wrong [redacted].',
    ],
    ['AccessDenied', 'AWS STS denied access to arn:aws:iam::123456789012:role/x: Wrong [redacted].'],
  ])('a token with %s, without quoting it', async (type, message) => {
    const { access, seen, close } = await answerWith(400, type, 'Wrong e30.e30.CANARY', true)
    const exchange = {
      kind: 'web-identity',
      roleArn: 'arn:aws:iam::123456789012:role/x',
      token: 'e30.e30.CANARY',
    } as const
    const error = await failureOf(new StsGateway(access).exchange(exchange, { name: 'run', seconds: 900 }))
    expect(error).toMatchObject({ code: 'not-allowed', message })
    expect(JSON.stringify(seen)).not.toMatch(/CANARY|authorization/i)
    close()
  })

  it('a disabled key, which may be enabled again', async () => {
    const { access, close } = await answerWith(400, 'DisabledException', 'arn:key is disabled.')
    const error = await failureOf(new KmsKeyWrapper('alias/x', access).wrap('id', new Uint8Array(32)))
    expect(error).toMatchObject({
      ...{ code: 'input-invalid', message: 'AWS KMS rejected the request for alias/x: arn:key is disabled.' },
    })
    close()
  })

  it('that cannot be reached is an outage', async () => {
    const endpoint = `http://127.0.0.1:${await findFreePort()}`
    const source = new SecretsManagerSource({ region, keys, endpoint })
    expect(await failureOf(source.read({ path: 'x' }))).toMatchObject({
      code: 'external-service',
      retryable: true,
    })
  })
})

it('loads nothing of the SDK before it is needed', async () => {
  const files = await readdir(import.meta.dirname, { recursive: true })
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  expect(sources.length).toBeGreaterThan(10)
  for (const file of sources) {
    const text = await readFile(join(import.meta.dirname, file), 'utf8')
    expect(text, file).not.toMatch(/^import (?!type).*'@aws-sdk/m)
  }
})
