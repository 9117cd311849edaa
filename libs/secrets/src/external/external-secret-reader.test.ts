import { ExternalServiceError, NotAllowedError } from '@groundplan/errors'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { parseExternalAddress, splitLabel, type ExternalSecret } from './external-secret.ts'
import { ExternalSecretReader } from './external-secret-reader.ts'

let clock: number
let reads: number
let answer: () => Promise<ExternalSecret>
let reader: ExternalSecretReader
const place = { path: 'kv/data/github', key: 'token' }
const origins = ['https://github.com']
const outage = () => new ExternalServiceError('Vault is sealed.', { service: 'Vault', retryable: true })
const give = (secret: Partial<ExternalSecret>) => {
  answer = async () => ({ value: 'one', origins, ...secret })
}
const fail = (error: Error) => {
  answer = () => Promise.reject(error)
}
beforeEach(() => {
  clock = 1_000_000
  reads = 0
  give({})
  reader = new ExternalSecretReader({
    source: {
      read: () => {
        reads += 1
        return answer()
      },
    },
    spaceId: 'payments',
    now: () => clock,
  })
})

describe('an external secret', () => {
  it('is read once a minute, and once for all who ask at the same time', async () => {
    const all = await Promise.all([reader.read(place), reader.read(place), reader.read({ ...place })])
    expect(all).toEqual(Array(3).fill({ kind: 'open', value: 'one', origins }))
    give({ value: 'two' })
    clock += 59_000
    expect(await reader.read(place)).toMatchObject({ value: 'one' })
    expect(reads).toBe(1)
    clock += 1000
    expect(await reader.read(place)).toMatchObject({ value: 'two' })
    expect(await reader.read({ ...place, version: '1' })).toMatchObject({ value: 'two' })
    expect(reads).toBe(3)
  })

  it('is read sooner if the service says that it changes sooner', async () => {
    give({ lifetime: 5 })
    await reader.read(place)
    clock += 5000
    await reader.read(place)
    expect(reads).toBe(2)
  })

  it('stays in use for ten minutes while the service does not answer, which is asked every 15 seconds', async () => {
    await reader.read(place)
    fail(outage())
    clock += 60_000
    for (let second = 0; second < 30; second += 1) {
      expect(await reader.read(place)).toMatchObject({ value: 'one' })
      clock += 1000
    }
    expect(reads).toBe(3)
    clock += 600_000
    expect(await reader.read(place)).toMatchObject({
      kind: 'unreadable',
      error: { message: 'Vault is sealed.' },
    })
    give({ value: 'two' })
    clock += 15_000
    expect(await reader.read(place)).toMatchObject({ value: 'two' })
  })

  it('is no longer used once the service refuses it', async () => {
    await reader.read(place)
    fail(new NotAllowedError('Permission denied.'))
    clock += 60_000
    expect(await reader.read(place)).toMatchObject({ kind: 'unreadable', error: { code: 'not-allowed' } })
  })

  it('is only for the spaces that it names', async () => {
    give({ spaces: ['cards'] })
    expect(await reader.read(place)).toMatchObject({
      error: { message: 'The secret kv/data/github is not for the space "payments".' },
    })
    give({ spaces: ['cards', 'payments'] })
    clock += 60_000
    expect(await reader.read(place)).toMatchObject({ kind: 'open' })
  })

  it.each([
    [{ value: '' }, 'is empty'],
    [{ value: 'x'.repeat(64_001) }, 'has 64001 bytes; the limit is 64000'],
    [{ origins: ['https://github.com', 'http://example.com'] }, 'Origin 2 of the secret kv/data/github'],
    [{ origins: ['https://github.com/path'] }, 'Origin 1 of the secret'],
  ])('%j is refused', async (secret, message) => {
    give(secret)
    const opened = await reader.read(place)
    expect(opened).toMatchObject({ kind: 'unreadable', error: { message: expect.stringContaining(message) } })
  })
})

describe('the address of an external secret', () => {
  it.each<[string, object | undefined]>([
    ['kv/data/github#token', { path: 'kv/data/github', key: 'token' }],
    [
      'arn:aws:secretsmanager:eu-central-1:1:secret:a-b#c',
      { path: 'arn:aws:secretsmanager:eu-central-1:1:secret:a-b', key: 'c' },
    ],
    ['prod/github', { path: 'prod/github' }],
    ...[
      '',
      '#',
      '#a',
      'a#',
      'a#b#c',
      'a//b#c',
      '/a#b',
      'a/#b',
      'a/../b#c',
      'a/%2e%2E/b#c',
      'a/./b#c',
      'a b#c',
      'a?b#c',
      'a\nb#c',
      'a\\b#c',
    ].map((text): [string, undefined] => [text, undefined]),
  ])('%j', (text, address) => {
    expect(parseExternalAddress(text)).toEqual(address)
  })

  it('never leads to another path of the same service', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '.', '/', '%', '2', 'e', '#', '?', '\\', ' ') }),
        (text) => {
          const path = parseExternalAddress(`kv/data/${text}`)?.path
          if (path === undefined) return
          const url = new URL(`http://localhost/v1/${path.split('/').map(encodeURIComponent).join('/')}`)
          expect(url.pathname.startsWith('/v1/kv/data/')).toBe(true)
          expect([url.search, url.hash]).toEqual(['', ''])
          expect(decodeURIComponent(url.pathname)).toBe(`/v1/${path}`)
        },
      ),
    )
  })
})

it('labels separate by white space or commas', () => {
  expect(splitLabel(' a, b\nc ,')).toEqual(['a', 'b', 'c'])
  expect(splitLabel(undefined)).toEqual([])
})
