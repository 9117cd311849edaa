import { caseCount } from '@groundplan/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listSecretForms } from './secret-forms.ts'
import { SecretRedactor } from './secret-redactor.ts'

const secret = 'p@ss "w\\rd"<&>/größe+1'
const redactor = new SecretRedactor([secret])

/** Feeds a text in parts that end at the given places. */
function redactInParts(redacting: SecretRedactor, text: string, cuts: readonly number[]): string {
  const stream = redacting.stream()
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length]
  const parts = places.map((place, index) => text.slice(places[index - 1] ?? 0, place))
  return parts.map((part) => stream.write(part)).join('') + stream.end()
}

describe('SecretRedactor', () => {
  it.each([
    ['as it is', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['JSON as Go prints it', 'p@ss \\"w\\\\rd\\"\\u003c\\u0026\\u003e/größe+1'],
    ['part of a URL', encodeURIComponent(secret)],
    ['a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['base64url', Buffer.from(secret).toString('base64url')],
  ])('finds a secret in %s', (_, printed) => {
    expect(redactor.redact(`before ${printed} after`)).toBe('before *** after')
  })

  it('finds it in something longer that is base64, wherever it begins', () => {
    for (const before of ['', 'a', 'ab', 'user:']) {
      const encoded = Buffer.from(`${before}${secret} and more`).toString('base64')
      const printed = redactor.redact(encoded)
      expect(printed).toContain('***')
      expect(Buffer.from(printed.replace('***', ''), 'base64').toString()).not.toContain('ss "w')
    }
  })

  it('finds the lines of a secret that is framed, each by itself', () => {
    const key =
      '-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEAx8\nqz7Yh0fL3kAAbbccdd\n-----END PRIVATE KEY-----\n'
    const framed = key.replace(/^/gm, '│   ')
    const printed = new SecretRedactor([key]).redact(framed)
    expect(printed).not.toMatch(/MIIE|qz7Y/)
  })

  it('leaves short and common values, and texts without secrets', () => {
    const text = 'abc is true, and so is p@ss "w\\r'
    expect(new SecretRedactor(['abc', 'true', ' ', '', secret]).redact(text)).toBe(text)
  })

  it('masks secrets that contain, overlap or follow each other', () => {
    const overlapping = new SecretRedactor(['abcdef', 'bcde', 'efghij'])
    expect(overlapping.redact('xabcdefghijy abcdefabcdef bcdez')).toBe('x***y *** ***z')
  })

  it('masks what goes on where another secret has ended', () => {
    const redacting = new SecretRedactor(['abcd', 'cdefgh'])
    expect(redactInParts(redacting, 'abcdefgh cdefg', [4])).toBe('*** cdefg')
  })

  it('holds back no more than may become a secret', () => {
    const stream = redactor.stream()
    expect(stream.write('before p@ss "w')).toBe('before ')
    expect(stream.write('ord')).toBe('p@ss "word')
    expect(stream.write('p@ss')).toBe('')
    expect(stream.end()).toBe('p@ss')
  })

  it('finds long secrets, cut anywhere, and not what only begins like one', () => {
    const long = 'k'.repeat(50) + 'v'.repeat(5000)
    const redacting = new SecretRedactor([long])
    const almost = long.slice(0, 4000)
    const text = `${almost}! ${long}.`
    for (const cuts of [[], [40], [3000], [4050, 4060, 9000]])
      expect(redactInParts(redacting, text, cuts)).toBe(`${almost}! ***.`)
  })

  it('gives the same however a text is cut, and never shows a secret', () => {
    // Few characters, so that secrets overlap, repeat and begin within each other.
    const word = (minimum: number, maximum: number) =>
      fc
        .array(fc.constantFrom('a', 'b', 'é', '"', '\n', '+', '😀'), {
          minLength: minimum,
          maxLength: maximum,
        })
        .map((letters) => letters.join(''))
    fc.assert(
      fc.property(
        fc.array(word(5, 12), { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(word(0, 20), fc.nat(30))),
        fc.array(fc.nat(400), { maxLength: 12 }),
        (secrets, pieces, cuts) => {
          const forms = secrets.flatMap(listSecretForms)
          const text = pieces
            .map((piece) =>
              typeof piece === 'string' ? piece : (forms[piece % Math.max(1, forms.length)] ?? ''),
            )
            .join('')
          const redacting = new SecretRedactor(secrets)
          const whole = redacting.redact(text)
          expect(redactInParts(redacting, text, cuts)).toBe(whole)
          const used = new Set(secrets.filter((each) => each.trim().length >= 4).flatMap(listSecretForms))
          for (const part of whole.split('***')) for (const form of used) expect(part).not.toContain(form)
          if (![...used].some((form) => text.includes(form))) expect(whole).toBe(text)
        },
      ),
      { numRuns: caseCount(2000) },
    )
  })
})
