import { inspect } from 'node:util'
import { listReferences, parseConfiguration } from '@groundplan/configuration'
import { allowLogin, startVault, type VaultServer } from '@groundplan/secrets-vault/testing'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { bindSecret } from './bind-secret.ts'
import { openExternalSecrets } from './external-secrets.ts'
import { createFindCommitRules } from './find-commit-rules.ts'
import { noSecrets, type HostSecrets } from './host-secrets.ts'
import { readSecretServices } from './read-secret-services.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const github = ['https://github.com', 'https://api.github.com']
const destination = { subject: 'The host "github" in groundplan.yaml', origins: github }
const reference = { vault: 'kv/data/github#token' }
const labels = { 'groundplan-origins': github.join(' ') }

let vault: VaultServer
let clock: number
let secrets: HostSecrets
const connect = (variables: Readonly<Record<string, string>> = {}) => {
  const { sources } = readSecretServices({
    ...{ GROUNDPLAN_VAULT_ADDR: vault.address, GROUNDPLAN_VAULT_TOKEN: 'hvs.CANARY', ...variables },
  })
  const none = { read: async () => new Map(), onUse: () => {} }
  const read = openExternalSecrets(sources, { spaceId: 'one', now: () => new Date(clock) })
  return noSecrets.with(none, read)
}
const referring = (token: object, commits = '') => {
  const text = `version: 1\nhosts: { github: { kind: github, token: ${JSON.stringify(token)} } }\nrepositories: [{ host: github, owner: acme }]\n${commits}`
  const { configuration } = parseConfiguration('groundplan.yaml', text)
  if (configuration === undefined) throw new Error(text)
  return configuration
}
const load = (token: object) => secrets.load(listReferences(referring(token)))
const set = (value: string, metadata: Readonly<Record<string, string>> = labels) =>
  vault.secrets.set('kv/github', { versions: [{ data: { token: value } }], metadata })
const bind = (to = destination) => bindSecret(reference, to, secrets)

beforeEach(async () => {
  clock = 1_000_000
  vault = await startVault()
  vault.tokens.set('hvs.CANARY', { reads: ['kv/data/github', 'kv/data/signing', 'kv/data/other'] })
  set('CANARY-1')
  secrets = connect()
})
afterEach(() => vault.close())

describe('a secret of Vault in groundplan.yaml', () => {
  it('is read once the configuration is, and again every minute', async () => {
    expect(await secrets.refresh()).toBe(0)
    expect(vault.requests).toEqual([])
    expect(bind).toThrow('refers to the secret kv/data/github#token in Vault, which was not read')
    expect(await load(reference)).toBe(1)
    expect(bind()).toBe('CANARY-1')
    set('CANARY-2')
    expect(await secrets.refresh()).toBe(1)
    clock += 60_000
    expect(await secrets.refresh()).toBe(2)
    expect(bind()).toBe('CANARY-2')
    expect(vault.requests).toHaveLength(2)
  })

  it('is only sent where its metadata says', async () => {
    set('CANARY', { 'groundplan-origins': 'https://github.com' })
    await load(reference)
    expect(bind).toThrow(
      'would send the secret kv/data/github#token in Vault to https://api.github.com, which the server does not allow.',
    )
    expect(bind).toThrow(
      expect.objectContaining({
        hint: 'To allow it, write the origins beside the secret: `vault kv metadata patch -custom-metadata=groundplan-origins="https://github.com https://api.github.com" kv/github`.',
      }),
    )
  })

  it('that nobody has marked for Groundplan is sent nowhere, though the token can read it', async () => {
    vault.secrets.set('kv/other', { versions: [{ data: { password: 'CANARY' } }] })
    const other = { vault: 'kv/data/other#password' }
    await load(other)
    for (const origin of github) {
      const to = { ...destination, origins: [origin] }
      expect(() => bindSecret(other, to, secrets)).toThrow('which the server does not allow')
    }
  })

  it('says why it cannot be read, with the reference', async () => {
    vault.sealed = true
    await load(reference)
    expect(bind).toThrow('The host "github" in groundplan.yaml: Vault is sealed.')
  })

  it('is shown nowhere', async () => {
    await load(reference)
    const found = secrets.find(reference, 'the test')
    expect(inspect([secrets, found], { depth: 9, showHidden: true })).not.toContain('CANARY')
    expect(JSON.stringify([secrets, found])).not.toContain('CANARY')
    const config = readConfig({
      ...{ GROUNDPLAN_VAULT_ADDR: vault.address, GROUNDPLAN_VAULT_TOKEN: 'CANARY' },
      ...{ AWS_ACCESS_KEY_ID: 'AKIAX', AWS_SECRET_ACCESS_KEY: 'CANARY' },
    })
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('CANARY')
  })

  it.each([
    [reference, 'The server is not connected to Vault.'],
    [{ 'aws-secrets-manager': 'github#token' }, 'The server is not connected to AWS Secrets Manager.'],
  ])('or of AWS needs a connection: %j', async (token, message) => {
    const none = { read: async () => new Map(), onUse: () => {} }
    secrets = noSecrets.with(none, openExternalSecrets({}, { spaceId: 'one', now: () => new Date() }))
    await load(token)
    expect(() => bindSecret(token, destination, secrets)).toThrow(message)
  })
})

describe('a signing key', () => {
  it('may be in Vault, and needs no origins, as it is sent nowhere', async () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nCANARY\n-----END OPENSSH PRIVATE KEY-----\n'
    vault.secrets.set('kv/signing', { versions: [{ data: { key } }] })
    const commits = 'commits: { signing-key: { vault: kv/data/signing#key } }\n'
    const findRules = createFindCommitRules({
      onboarding: referring({ env: 'GROUNDPLAN_SECRET_X' }, commits),
      findSecrets: () => secrets,
    })
    expect(await findRules(undefined)).toMatchObject({
      signingKey: { format: 'ssh', privateKey: key, source: 'kv/data/signing#key in Vault' },
    })
    clock += 60_000
    vault.secrets.delete('kv/signing')
    await expect(findRules(undefined)).rejects.toThrow(
      'commits.signing-key: Vault has no secret at kv/data/signing.',
    )
  })

  it('may be stored', async () => {
    const opened = new Map([
      ['signing-key', { kind: 'open', value: '-----BEGIN X', origins: github } as const],
    ])
    const used: string[] = []
    secrets = noSecrets.with({ read: async () => opened, onUse: (...use) => used.push(use.join(' ')) })
    const rulesOf = (name: string) =>
      createFindCommitRules({
        onboarding: referring({ secret: 'x' }, `commits: { signing-key: { secret: ${name} } }\n`),
        findSecrets: () => secrets,
      })(undefined)
    expect(await rulesOf('signing-key')).toMatchObject({
      signingKey: { privateKey: '-----BEGIN X', source: '"signing-key"' },
    })
    expect(used).toEqual(['signing-key commits.signing-key'])
    await expect(rulesOf('none')).rejects.toThrow('the secret "none", which does not exist')
  })
})

describe('the connection to Vault', () => {
  it('signs in with what a file has at that time', async () => {
    const file = join(await temporaryDirectory(), 'jwt')
    const signIn = {
      ...{ GROUNDPLAN_VAULT_AUTH: 'kubernetes', GROUNDPLAN_VAULT_ROLE: 'groundplan' },
      ...{ GROUNDPLAN_VAULT_TOKEN: '', GROUNDPLAN_VAULT_TOKEN_FILE: file },
    }
    const { GROUNDPLAN_VAULT_TOKEN: _, ...variables } = signIn
    const { sources } = readSecretServices({ GROUNDPLAN_VAULT_ADDR: vault.address, ...variables })
    const read = () => sources.vault?.read({ path: 'kv/data/github', key: 'token' })
    await expect(read()).rejects.toThrow(`Cannot read ${file} (GROUNDPLAN_VAULT_TOKEN_FILE).`)
    await writeFile(file, 'e.y.J\n')
    const body = { role: 'groundplan', jwt: 'e.y.J' }
    allowLogin(vault, { path: 'auth/kubernetes/login', body, reads: ['kv/data/github'] })
    expect(await read()).toMatchObject({ value: 'CANARY-1' })
  })

  it.each([
    [{}, 'the server has nothing to sign in to Vault with'],
    [{ GROUNDPLAN_VAULT_ADDR: 'http://vault.example.com' }, 'GROUNDPLAN_VAULT_ADDR: Use https://'],
    [{ GROUNDPLAN_VAULT_AUTH: 'approle', GROUNDPLAN_VAULT_TOKEN: 'x' }, 'GROUNDPLAN_VAULT_ROLE is not set'],
    [{ GROUNDPLAN_VAULT_AUTH: 'ldap' }, 'GROUNDPLAN_VAULT_AUTH'],
    [
      { GROUNDPLAN_VAULT_AUTH: 'jwt', GROUNDPLAN_VAULT_ROLE: 'x', GROUNDPLAN_VAULT_AUTH_MOUNT: '../sys' },
      'GROUNDPLAN_VAULT_AUTH_MOUNT',
    ],
  ])('%j is refused at the start', (variables, message) => {
    expect(() => readSecretServices({ GROUNDPLAN_VAULT_ADDR: 'https://vault', ...variables })).toThrow(
      message,
    )
  })
})
