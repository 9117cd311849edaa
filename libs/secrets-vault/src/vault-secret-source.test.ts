import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findFreePort } from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VaultSignIn } from './vault-access.ts'
import { allowLogin, startVault, type VaultServer } from './vault-server.fixture.ts'
import { VaultSecretSource } from './vault-secret-source.ts'

const place = { path: 'kv/data/team/github', key: 'token' }
const reads = [place.path, 'kv/data/gone', 'kv/data/none']
const origins = ['https://github.com', 'https://api.github.com']
const withToken: VaultSignIn = { kind: 'token', token: async () => 'hvs.root' }

let vault: VaultServer
let clock: number
const open = (signIn: VaultSignIn = withToken, namespace?: string) =>
  new VaultSecretSource({ address: vault.address, namespace, signIn }, { now: () => clock })
const refusal = (source: VaultSecretSource, at: object = place) =>
  source.read({ ...place, ...at }).then(
    () => expect.fail('It was read.'),
    (error: unknown) => error,
  )
beforeEach(async () => {
  clock = 1_000_000
  vault = await startVault()
  vault.tokens.set('hvs.root', { reads })
  vault.secrets.set('kv/team/github', {
    versions: [{ data: { token: 'CANARY-1' } }, { data: { token: 'CANARY-2', port: 443, 'a b': 'x' } }],
    metadata: { 'groundplan-origins': origins.join(' '), owner: 'ada' },
  })
})
afterEach(() => vault.close())

describe('a secret in Vault', () => {
  it('is read with the origins of its custom metadata, in its newest or a certain version', async () => {
    const source = open()
    expect(await source.read(place)).toEqual({ value: 'CANARY-2', origins })
    expect(await source.read({ ...place, version: '1' })).toEqual({ value: 'CANARY-1', origins })
    expect(vault.requests).toEqual(['GET kv/data/team/github 200', 'GET kv/data/team/github?version=1 200'])
  })

  it('may name spaces, and has no origins unless somebody has written them', async () => {
    const versions = [{ data: { token: 'CANARY' } }]
    vault.secrets.set('kv/team/github', { versions, metadata: { 'groundplan-spaces': 'payments,cards' } })
    expect(await open().read(place)).toEqual({ value: 'CANARY', origins: [], spaces: ['payments', 'cards'] })
    vault.secrets.set('kv/team/github', { versions })
    expect(await open().read(place)).toEqual({ value: 'CANARY', origins: [] })
  })

  it.each([
    [{ key: 'password' }, 'not-found', 'The secret kv/data/team/github in Vault has no key "password".'],
    [{ key: undefined }, 'not-found', 'has no key ""'],
    [{ key: 'toString' }, 'not-found', 'has no key "toString"'],
    [{ key: 'port' }, 'input-invalid', 'The key "port" of kv/data/team/github in Vault is not a text.'],
    [{ version: '7' }, 'not-found', 'Vault has no secret at kv/data/team/github with version 7.'],
    [{ path: 'kv/data/none' }, 'not-found', 'Vault has no secret at kv/data/none.'],
    [{ path: 'kv/data/other' }, 'not-allowed', 'Vault denied access to kv/data/other.'],
  ])('%j cannot be read', async (at, code, message) => {
    const error = await refusal(open(), at)
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
    expect(JSON.stringify(error) + String(error)).not.toContain('CANARY')
  })

  it.each([
    ['deleted', 'The secret kv/data/gone was deleted in Vault.'],
    ['destroyed', 'The secret kv/data/gone was destroyed in Vault.'],
  ] as const)('that was %s is told so', async (state, message) => {
    vault.secrets.set('kv/gone', { versions: [{ data: { token: 'CANARY' }, state }] })
    expect(await refusal(open(), { path: 'kv/data/gone' })).toMatchObject({ code: 'not-found', message })
  })
})

describe('Vault', () => {
  it('that is sealed or not initialized is an outage', async () => {
    vault.sealed = true
    expect(await refusal(open())).toMatchObject({ message: 'Vault is sealed.', retryable: true })
    vault.initialized = false
    expect(await refusal(open())).toMatchObject({ message: 'Vault is not initialized.', retryable: true })
  })

  it('that cannot be reached is an outage', async () => {
    const address = `http://127.0.0.1:${await findFreePort()}`
    const source = new VaultSecretSource({ address, signIn: withToken })
    expect(await refusal(source)).toMatchObject({
      code: 'external-service',
      service: 'Vault',
      retryable: true,
    })
  })

  it('at a wrong address is told as such, and a redirect elsewhere gets no token', async () => {
    const seen: unknown[] = []
    const thief = createServer((request, response) => {
      seen.push(request.headers)
      response.end('{}')
    })
    const other = createServer((_, response) => {
      const { port } = thief.address() as AddressInfo
      response.writeHead(307, { location: `http://127.0.0.1:${port}/v1/x` }).end('<html>')
    })
    for (const server of [thief, other])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const source = new VaultSecretSource({ address: `http://127.0.0.1:${port}`, signIn: withToken })
    expect(await refusal(source)).toMatchObject({
      code: expect.stringMatching(/external-service|not-allowed/),
    })
    expect(seen).toEqual([])
    for (const server of [thief, other]) server.close()
  })

  it('refuses requests of another namespace', async () => {
    vault.namespace = 'admin/platform'
    expect(await refusal(open())).toMatchObject({ code: 'not-allowed' })
    expect(await open(withToken, 'admin/platform').read(place)).toMatchObject({ value: 'CANARY-2' })
  })
})

describe('signing in', () => {
  const approle = (secretId: string): VaultSignIn => ({
    ...{ kind: 'approle', mount: 'team/approle', roleId: 'role-1', secretId: async () => secretId },
  })
  const allow = (path: string, body: object) => allowLogin(vault, { path, body, reads })

  it.each<[VaultSignIn, string, object]>([
    [approle('secret-1'), 'auth/team/approle/login', { role_id: 'role-1', secret_id: 'secret-1' }],
    ...(['jwt', 'kubernetes'] as const).map((kind): [VaultSignIn, string, object] => [
      { kind, mount: kind, role: 'groundplan', jwt: async () => 'e.y.J' },
      `auth/${kind}/login`,
      { role: 'groundplan', jwt: 'e.y.J' },
    ]),
  ])('works with %j', async (signIn, path, body) => {
    allow(path, body)
    const source = open(signIn)
    expect((await source.read(place)).value).toBe('CANARY-2')
    expect((await source.read(place)).value).toBe('CANARY-2')
    expect(vault.requests.filter((request) => request.startsWith('POST'))).toEqual([`POST ${path} 200`])
  })

  it('happens again before the lease ends, and once a token is revoked', async () => {
    allow('auth/team/approle/login', { role_id: 'role-1', secret_id: 'secret-1' })
    vault.lease = 100
    const source = open(approle('secret-1'))
    const logins = () => vault.requests.filter((request) => request.includes('/login')).length
    await Promise.all([source.read(place), source.read(place)])
    clock += 79_000
    await source.read(place)
    expect(logins()).toBe(1)
    clock += 1000
    await source.read(place)
    expect(logins()).toBe(2)
    for (const token of vault.tokens.keys()) if (token !== 'hvs.root') vault.tokens.delete(token)
    expect((await source.read(place)).value).toBe('CANARY-2')
    expect(logins()).toBe(3)
  })

  it('that is refused names no credential', async () => {
    allow('auth/team/approle/login', { role_id: 'role-1', secret_id: 'secret-1' })
    const error = await refusal(open(approle('CANARY')))
    expect(error).toMatchObject({
      code: 'not-allowed',
      message: 'Vault refused to sign the server in at auth/team/approle/login.',
      hint: 'Check the role ID and the secret ID, and that the role is bound to them.',
    })
    expect(JSON.stringify(error)).not.toContain('CANARY')
  })

  it('at a mount that does not exist says which', async () => {
    expect(await refusal(open(approle('secret-1')))).toMatchObject({
      code: 'input-invalid',
      message: 'Vault has no auth method at auth/team/approle/login.',
    })
  })
})
