import { accountSpaceId, person, type Scope } from '@groundplan/actor'
import { testCredentialStore } from '@groundplan/cloud-credentials/testing'
import type { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import { PostgresCredentialStore } from './postgres-credential-store.ts'
import { PostgresEventLog } from './postgres-event-log.ts'
import { PostgresSigningKeyStore, PostgresWrappedKeyStore } from './postgres-keys.ts'
import { PostgresStateStore } from './postgres-state-store.ts'
import { testStateStore } from '@groundplan/terraform-state/testing'
import { PostgresSecretStore } from './postgres-secret-store.ts'
import type { Database } from './schema.ts'

/** What the stores of credentials and keys promise, on any database. */
export function testCloudStores(database: () => Kysely<Database>, scope: Scope): void {
  testCredentialStore('PostgresCredentialStore', async () => {
    await database().deleteFrom('cloud_credential').execute()
    return new PostgresCredentialStore(database(), scope)
  })

  it('records who set and removed a credential, and keeps those of spaces apart', async () => {
    await database().deleteFrom('cloud_credential').execute()
    const store = new PostgresCredentialStore(database(), scope)
    const settings = { kind: 'static-keys', accessKeyId: 'AKIA1' } as const
    const at = new Date('2026-01-02T03:04:05.678Z')
    const kept = { name: 'told', settings, sealed: { sealed: 'the-value', keyId: 'k1' } }
    for (const name of ['ada', 'bob']) await store.put(kept, { by: person(name), at })
    const elsewhere = new PostgresCredentialStore(database(), { ...scope, spaceId: 'cards' })
    expect([await elsewhere.list(), await elsewhere.find('told')]).toEqual([[], undefined])
    expect(await elsewhere.remove('told', { by: person('bob'), at })).toBe(false)
    await store.remove('told', { by: person('cleo'), at })
    const subject = { kind: 'credential', id: 'told' } as const
    const events = await new PostgresEventLog(database(), scope).list(subject, { limit: 10 })
    expect(events).toMatchObject([
      { type: 'credential.removed', actor: person('cleo'), before: settings },
      { type: 'credential.changed', actor: person('bob') },
      { type: 'credential.created', actor: person('ada'), after: settings },
    ])
    expect(JSON.stringify(events)).not.toContain('the-value')
  })

  testStateStore('PostgresStateStore', async () => {
    await database().deleteFrom('terraform_state').execute()
    return new PostgresStateStore(database(), scope)
  })

  it('keeps a large state as it is', async () => {
    await database().deleteFrom('terraform_state').execute()
    const store = new PostgresStateStore(database(), scope)
    const key = { environment: 'large', grain: 'app' }
    await store.open(key, { sealed: 's', keyId: 'k1' })
    const content = new Uint8Array(21_000_000)
    for (let at = 0; at < content.length; at += 65_536)
      crypto.getRandomValues(content.subarray(at, Math.min(at + 65_536, content.length)))
    const facts = { number: 1, serial: 2 ** 40, lineage: 'l', md5: 'm', size: 1, terraformVersion: '1.11.4' }
    const origin = { kind: 'run', run: 'r1' } as const
    expect(
      await store.addVersion(key, { ...facts, origin, createdAt: new Date(0), content }, { current: 0 }),
    ).toBe(true)
    const read = await store.readVersion(key, 1)
    expect([read?.serial, Buffer.compare(read?.content ?? new Uint8Array(), content)]).toEqual([2 ** 40, 0])
  })

  it('records who takes away a lock, brings a state back or takes it home, and keeps those of spaces apart', async () => {
    await database().deleteFrom('terraform_state').execute()
    const store = new PostgresStateStore(database(), scope)
    const key = { environment: 'recorded', grain: 'app' }
    const change = { by: person('ada'), at: new Date('2026-01-02T03:04:05.678Z'), reason: 'worker died' }
    await store.open(key, { sealed: 's', keyId: 'k1' })
    const run = { id: 'l', run: 'r1', operation: 'o', who: 'w', version: '1', created: 'c', at: new Date(0) }
    await store.lock(key, run)
    const elsewhere = new PostgresStateStore(database(), { ...scope, spaceId: 'cards' })
    expect(await elsewhere.find(key)).toBeUndefined()
    expect(await elsewhere.forceUnlock(key, 'l', change)).toBe(false)
    await store.forceUnlock(key, 'l', change)
    await store.noteDownload(key, 3, change)
    expect(await elsewhere.remove(key, change)).toBe(false)
    await store.remove(key, change)
    const subject = { kind: 'state', id: 'recorded/app' } as const
    expect(await new PostgresEventLog(database(), scope).list(subject, { limit: 10 })).toMatchObject([
      { type: 'state.removed' },
      { type: 'state.downloaded', after: { version: 3 } },
      { type: 'state.unlocked', actor: person('ada'), before: { run: 'r1' }, reason: 'worker died' },
    ])
  })

  it('replaces all signing keys at once, on record in the account', async () => {
    await database().deleteFrom('signing_key').execute()
    const store = new PostgresSigningKeyStore(database())
    const key = (kid: string) => ({
      ...{
        kid,
        publicKey: { kty: 'RSA', n: kid },
        createdAt: new Date(0),
        sealed: `the-${kid}`,
        keyId: 'k1',
      },
    })
    for (const kid of ['old', 'older']) await store.add(key(kid))
    expect(await store.replaceAll(key('new'), { by: person('ada'), at: new Date(0) })).toBe(2)
    expect(await store.list()).toEqual([key('new')])
    const subject = { kind: 'signing-keys', id: 'runs' } as const
    const log = new PostgresEventLog(database(), { ...scope, spaceId: accountSpaceId })
    const [event] = await log.list(subject, { limit: 1 })
    expect(event).toMatchObject({
      ...{ type: 'signing-keys.revoked', actor: person('ada'), after: { keys: 'new' } },
      before: { keys: expect.stringMatching(/^(?:old older|older old)$/) },
    })
    expect(JSON.stringify(event)).not.toContain('the-')
  })

  it('keeps master keys that are in use, and the two newest', async () => {
    for (const table of [
      'master_key',
      'secret',
      'signing_key',
      'cloud_credential',
      'terraform_state',
    ] as const)
      await database().deleteFrom(table).execute()
    const store = new PostgresWrappedKeyStore(database())
    const key = (id: string) => ({ id, wrappedBy: 'arn', ciphertext: Uint8Array.from([0, 200, 255]) })
    for (const [day, id] of ['k1', 'k2', 'k3', 'k4', 'k5', 'k6'].entries())
      await store.add(key(id), new Date(Date.UTC(2026, 0, day + 1)))
    const sealed = (keyId: string) => ({ sealed: keyId, keyId })
    const by = { by: person('ada'), at: new Date(0) }
    await new PostgresSecretStore(database(), { ...scope, spaceId: 'cards' }).put(
      { name: 'a', origins: [], ...sealed('k1') },
      by,
    )
    const credential = {
      name: 'a',
      settings: { kind: 'static-keys', accessKeyId: 'A' },
      sealed: sealed('k2'),
    } as const
    await new PostgresCredentialStore(database(), scope).put(credential, by)
    const signing = new PostgresSigningKeyStore(database())
    const signingKey = {
      kid: 's',
      publicKey: { kty: 'RSA', n: 'x' },
      createdAt: new Date(0),
      ...sealed('k3'),
    }
    await signing.add(signingKey)
    expect(await signing.list()).toEqual([signingKey])
    const states = new PostgresStateStore(database(), scope)
    await states.open({ environment: 'e', grain: 'g' }, sealed('k4'))
    await store.removeUnused()
    expect(await store.list()).toEqual(['k6', 'k5', 'k4', 'k3', 'k2', 'k1'].map(key))
    await states.remove({ environment: 'e', grain: 'g' }, by)
    await store.removeUnused()
    expect(await store.list()).toEqual(['k6', 'k5', 'k3', 'k2', 'k1'].map(key))
    expect(await signing.reseal('s', sealed('other'), sealed('k6'))).toBe(false)
    expect(await signing.reseal('s', sealed('k3'), sealed('k6'))).toBe(true)
    await store.removeUnused()
    expect((await store.list()).map(({ id }) => id)).toEqual(['k6', 'k5', 'k2', 'k1'])
    await signing.remove(['s'])
    expect(await signing.list()).toEqual([])
  })
}
