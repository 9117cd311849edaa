import { builtInRoles, type Caller } from '@groundplan/access'
import { person } from '@groundplan/actor'
import { beforeEach, describe, expect, it } from 'vitest'
import { InMemorySecretStore } from './in-memory-secret-store.ts'
import {
  listSecrets,
  longestValue,
  mostSecrets,
  putSecret,
  removeSecret,
  rotateKey,
  type SecretDependencies,
} from './manage-secrets.ts'
import { generateMasterKey, parseMasterKeys, type MasterKeys } from './master-keys.ts'
import { openSecret, sealSecret } from './seal-secret.ts'
import { SecretReader } from './secret-reader.ts'
import { testSecretStore } from './secret-store.contract.ts'

testSecretStore('InMemorySecretStore', async () => new InMemorySecretStore())

const as = (role: keyof typeof builtInRoles): Caller => ({
  actor: person('ada'),
  grants: [{ role: builtInRoles[role], spaceId: 'one' }],
})
const admin = as('space-admin')
const operator: Caller = { actor: person('eve'), grants: [{ role: builtInRoles['account-admin'] }] }

let keys: MasterKeys
let secrets: InMemorySecretStore
let dependencies: SecretDependencies
beforeEach(async () => {
  keys = await parseMasterKeys(generateMasterKey(), 'the test')
  secrets = new InMemorySecretStore()
  dependencies = { secrets, findMasterKeys: async () => keys, spaceId: 'one', now: () => new Date(90_000) }
})

const origins = ['https://github.com']
const read = async (name: string) => (await new SecretReader(dependencies).read()).get(name)

describe('a secret', () => {
  it('is encrypted, and only Groundplan itself reads it', async () => {
    const put = await putSecret({ name: 'github-token', value: 'ghp_canary ✓', origins }, admin, dependencies)
    expect(JSON.stringify([put, await secrets.list(), await secrets.listSealed()])).not.toMatch(/canary/)
    expect(await read('github-token')).toEqual({ kind: 'open', value: 'ghp_canary ✓', origins })
    expect(await listSecrets(admin, dependencies)).toEqual([put])
    await removeSecret('github-token', admin, dependencies)
    expect(await read('github-token')).toBeUndefined()
    await expect(removeSecret('github-token', admin, dependencies)).rejects.toThrow('There is no secret')
  })

  it('is decrypted again only once it has changed', async () => {
    let asked = 0
    const reader = new SecretReader({
      ...dependencies,
      findMasterKeys: async () => {
        asked += 1
        return keys
      },
    })
    await putSecret({ name: 'a', value: 'one', origins }, admin, dependencies)
    for (let time = 0; time < 3; time += 1) await reader.read()
    expect(asked).toBe(1)
    await putSecret({ name: 'a', value: 'two', origins: ['https://api.github.com/'] }, admin, dependencies)
    expect((await reader.read()).get('a')).toEqual({
      ...{ kind: 'open', value: 'two', origins: ['https://api.github.com'] },
    })
  })

  it('has the same value encrypted differently each time', async () => {
    const sealed = await Promise.all(
      [1, 2].map(() => sealSecret('x', { spaceId: 'one', name: 'a', origins }, keys)),
    )
    expect(new Set(sealed.map((each) => each.sealed)).size).toBe(2)
  })

  it('is for those who may manage it', async () => {
    for (const role of ['devops', 'developer', 'viewer'] as const) {
      await expect(
        putSecret({ name: 'a', value: 'x', origins }, as(role), dependencies),
      ).rejects.toMatchObject({
        code: 'not-allowed',
      })
      await expect(rotateKey(as(role), dependencies)).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(removeSecret('a', as(role), dependencies)).rejects.toMatchObject({ code: 'not-allowed' })
    }
    expect(await listSecrets(as('devops'), dependencies)).toEqual([])
    await expect(listSecrets(as('developer'), dependencies)).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it.each([
    ['', 'x', 'not a valid name'],
    ['Token', 'x', 'not a valid name'],
    ['a--b', 'x', 'not a valid name'],
    ['../a', 'x', 'not a valid name'],
    ['a'.repeat(64), 'x', 'not a valid name'],
    ['a', '', 'is empty'],
    ['a', 'é'.repeat(longestValue / 2 + 1), 'the limit is 64000'],
  ])('named %j may not be %j', async (name, value, message) => {
    await expect(putSecret({ name, value, origins }, admin, dependencies)).rejects.toThrow(message)
    expect(await secrets.list()).toEqual([])
  })

  it.each([
    [[], 'has no origin'],
    [['http://example.com'], 'has an origin that is no HTTPS address of a host'],
    [['https://example.com', 'https://example.com/path'], 'has an origin that is no HTTPS address'],
    [['https://user@example.com'], 'has an origin that is no HTTPS address'],
    [Array.from({ length: 21 }, (_, index) => `https://a${index}.example.com`), 'has more than 20 origins'],
  ])('for %j is refused', async (given, message) => {
    const request = { name: 'a', value: 'x', origins: given }
    await expect(putSecret(request, admin, dependencies)).rejects.toThrow(message)
  })
})

describe('what is encrypted', () => {
  const place = { spaceId: 'one', name: 'a', origins }

  it('cannot be moved to another secret or space, or be sent elsewhere', async () => {
    const value = await sealSecret('x', place, keys)
    for (const other of [
      { ...place, name: 'b' },
      { ...place, spaceId: 'two' },
      { ...place, origins: ['https://example.com'] },
    ]) {
      await expect(openSecret(value, other, keys)).rejects.toThrow('cannot be decrypted')
    }
  })

  it('cannot be changed in any part', async () => {
    const { sealed, keyId } = await sealSecret('x'.repeat(40), place, keys)
    const parts = sealed.split('.')
    for (const [number, part] of parts.entries()) {
      const bytes = Buffer.from(part, 'base64url')
      for (let at = 0; at < bytes.length; at += 5) {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(bytes.readUInt8(at) ^ 1, at)
        const other = parts.with(number, changed.toString('base64url')).join('.')
        await expect(openSecret({ sealed: other, keyId }, place, keys)).rejects.toThrow('cannot be decrypted')
      }
    }
  })

  it('is at most 500 secrets of a space', async () => {
    for (let number = 0; number < mostSecrets; number += 1) {
      const secret = { name: `s${number}`, origins, sealed: 'x', keyId: 'k' }
      await secrets.put(secret, { by: admin.actor, at: new Date(0) })
    }
    const put = (name: string) => putSecret({ name, value: 'x', origins }, admin, dependencies)
    await expect(put('one-more')).rejects.toMatchObject({ code: 'conflict' })
    await put('s0')
    expect(await secrets.list()).toHaveLength(mostSecrets)
  })

  it('needs its master key', async () => {
    const value = await sealSecret('x', place, keys)
    const other = await parseMasterKeys(generateMasterKey(), 'the test')
    await expect(openSecret(value, place, other)).rejects.toThrow(
      `is encrypted with the master key ${keys.current.id}, which the server does not have`,
    )
  })

  it('gets the current master key, while a former one still opens it', async () => {
    for (let number = 0; number < 120; number += 1)
      await putSecret({ name: `s${number}`, value: `v${number}`, origins }, admin, dependencies)
    const former = keys
    const added = await parseMasterKeys(generateMasterKey(), 'the test')
    keys = { current: added.current, former: [former.current] }
    expect(await read('s7')).toMatchObject({ value: 'v7' })
    await putSecret({ name: 's8', value: 'new', origins }, admin, dependencies)
    const other = { ...dependencies, secrets: new InMemorySecretStore(), spaceId: 'two' }
    keys = former
    await putSecret({ name: 's7', value: 'of another space', origins }, operator, other)
    keys = { current: added.current, former: [former.current] }
    await expect(rotateKey(admin, dependencies)).rejects.toMatchObject({ code: 'not-allowed' })
    const all = { ...dependencies, listSecretStores: async () => [dependencies, other] }
    expect(await rotateKey(operator, all)).toEqual({ keyId: keys.current.id, changed: 120 })
    expect((await rotateKey(operator, all)).changed).toBe(0)
    expect((await new SecretReader(other).read()).get('s7')).toMatchObject({ value: 'of another space' })
    keys = added
    expect(await read('s7')).toMatchObject({ value: 'v7' })
    expect(await read('s8')).toMatchObject({ value: 'new' })
  })

  it('tells why it cannot be read, and the others can', async () => {
    await putSecret({ name: 'old', value: 'x', origins }, admin, dependencies)
    keys = await parseMasterKeys(generateMasterKey(), 'the test')
    await putSecret({ name: 'new', value: 'y', origins }, admin, dependencies)
    expect(await read('new')).toMatchObject({ value: 'y' })
    expect(await read('old')).toMatchObject({ kind: 'unreadable', error: { code: 'input-invalid' } })
    await expect(rotateKey(operator, dependencies)).rejects.toThrow('which the server does not have')
  })
})

describe('master keys', () => {
  it('are lines of base64, the current one first', async () => {
    const [one, two] = [generateMasterKey(), generateMasterKey()]
    const read = await parseMasterKeys(`# rotated in May\n${one}\r\n\n  ${two}\n`, 'key.txt')
    const urlSafe = one.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')
    const same = await parseMasterKeys(urlSafe, 'key.txt')
    expect(read.current.id).toMatch(/^[0-9a-f]{16}$/)
    expect(read.current).toEqual(same.current)
    expect(read.former).toHaveLength(1)
  })

  it.each([
    ['', 'key.txt holds no key'],
    ['# nothing\n', 'key.txt holds no key'],
    ['\nc2hvcnQ=\n', 'Line 2 of key.txt is not a key of 32 bytes in base64'],
    ['correct horse battery staple', 'Line 1 of key.txt is not a key'],
    [`${'A'.repeat(43)}=\n${'A'.repeat(43)}=\n`, 'key.txt holds the same key twice'],
  ])('%j is refused', async (text, message) => {
    const error = await parseMasterKeys(text, 'key.txt').catch((each: unknown) => each)
    expect(String(error)).toContain(message)
    if (text.length > 20) expect(String(error)).not.toContain(text.slice(0, 20))
  })
})
