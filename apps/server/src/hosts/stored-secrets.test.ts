import { inspect } from 'node:util'
import { person } from '@groundplan/actor'
import { builtInRoles } from '@groundplan/access'
import {
  generateMasterKey,
  parseMasterKeys,
  putSecret,
  removeSecret,
  type MasterKeys,
} from '@groundplan/secrets'
import { InMemorySecretStore } from '@groundplan/secrets/testing'
import { InputError } from '@groundplan/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import { bindSecret } from './bind-secret.ts'
import { noSecrets, type HostSecrets } from './host-secrets.ts'
import { openStoredSecrets } from './stored-secrets.ts'

const admin = { actor: person('ada'), grants: [{ role: builtInRoles['space-admin'] }] }
const github = ['https://github.com', 'https://api.github.com']
const destination = { subject: 'The host "github" in groundplan.yaml', origins: github }
const reference = { secret: 'github-token' }

let keys: MasterKeys
let clock: number
let store: InMemorySecretStore
let secrets: HostSecrets
const dependencies = () => ({
  ...{ secrets: store, spaceId: 'one', findMasterKeys: async () => keys, now: () => new Date(clock) },
})
const put = (value: string, origins = github) =>
  putSecret({ name: 'github-token', value, origins }, admin, dependencies())
beforeEach(async () => {
  keys = await parseMasterKeys(generateMasterKey(), 'the test')
  clock = 1_000_000
  store = new InMemorySecretStore()
  secrets = noSecrets.with(openStoredSecrets(dependencies()))
})

describe('a stored secret in groundplan.yaml', () => {
  it('is the one of the last refresh, which says whether anything has changed', async () => {
    expect(await secrets.refresh()).toBe(0)
    await put('CANARY-1')
    expect(await secrets.refresh()).toBe(1)
    expect(await secrets.refresh()).toBe(1)
    expect(bindSecret(reference, destination, secrets)).toBe('CANARY-1')
    await put('CANARY-2')
    expect(await secrets.refresh()).toBe(2)
    expect(bindSecret(reference, destination, secrets)).toBe('CANARY-2')
    await removeSecret('github-token', admin, dependencies())
    await secrets.refresh()
    expect(() => bindSecret(reference, destination, secrets)).toThrow(
      'The host "github" in groundplan.yaml refers to the secret "github-token", which does not exist.',
    )
  })

  it('is only sent where it may be', async () => {
    await put('CANARY', ['https://github.com'])
    await secrets.refresh()
    const bind = () => bindSecret(reference, destination, secrets)
    expect(bind).toThrow(
      'would send the secret "github-token" to https://api.github.com, which the server does not allow.',
    )
    expect(bind).toThrow(
      expect.objectContaining({
        hint: 'To allow it, set it again with `groundplan secret set github-token --origin https://github.com --origin https://api.github.com`.',
      }),
    )
  })

  it('says why it cannot be read', async () => {
    await put('CANARY')
    keys = await parseMasterKeys(generateMasterKey(), 'the test')
    await secrets.refresh()
    const bind = () => bindSecret(reference, destination, secrets)
    expect(bind).toThrow(InputError)
    expect(bind).toThrow(
      /^The host "github" in groundplan\.yaml: The secret "github-token" is encrypted with the master key \w+, which the server does not have\.$/,
    )
    const [value] = await store.listSealed()
    if (value !== undefined)
      await store.put({ ...value, sealed: 'damaged' }, { by: admin.actor, at: new Date(0) })
    await secrets.refresh()
    expect(bind).toThrow(InputError)
  })

  it('is shown nowhere, and its use is noted, at most once a minute', async () => {
    await put('CANARY')
    await secrets.refresh()
    const found = secrets.find(reference, 'the test')
    expect(
      inspect([secrets, found], { depth: 9, showHidden: true }) + JSON.stringify([secrets, found]),
    ).not.toContain('CANARY')
    bindSecret(reference, destination, secrets)
    clock += 30_000
    bindSecret(reference, destination, secrets)
    expect(await store.list()).toMatchObject([
      { lastUse: { at: new Date(1_000_000), purpose: destination.subject } },
    ])
    clock += 31_000
    bindSecret(reference, destination, secrets)
    expect(await store.list()).toMatchObject([{ lastUse: { at: new Date(1_061_000) } }])
  })
})
