import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMask } from './mask-values.ts'
import { RunLog } from './run-log.ts'

const at = new Date(0)

describe('the log of a run', () => {
  it('is cut when it is too long, line by line and as a whole, also when another worker goes on', () => {
    const limits = { line: 5, run: 20 }
    const log = new RunLog(0, (text) => text, limits)
    for (const text of ['abcdefgh', 'two\nlines', 'c']) log.add({ at, text })
    expect(log.take().map(({ text }) => text)).toEqual(['abcde…', 'two l…', 'c'])
    for (const text of ['abc', 'd', 'e']) log.add({ at, text })
    expect(log.take().map(({ text }) => text)).toEqual([
      'abc',
      'The log is too long; what follows is not stored.',
    ])
    const next = new RunLog(20, (text) => text, limits)
    next.add({ at, text: 'x' })
    expect(next.take()).toEqual([])
  })
})

describe('masking', () => {
  it('hides a secret wherever it stands, plain, in JSON, in base64, and line by line', () => {
    const secret = fc
      .string({ unit: 'grapheme', minLength: 6, maxLength: 40 })
      .filter((text) => text.trim().length > 4)
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const mask = createMask([{ nested: [value] }])
        const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(value)))
        for (const form of [value, JSON.stringify(value).slice(1, -1), base64])
          expect(mask(`${before}|${form}|${after}`)).not.toContain(`|${form}|`)
      }),
    )
    const mask = createMask(['-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----'])
    expect(mask('line: abcdefgh')).toBe('line: ***')
  })

  it('leaves short values and other texts alone', () => {
    expect(createMask(['abc', 5, true, null])('abc 5 true')).toBe('abc 5 true')
  })
})
