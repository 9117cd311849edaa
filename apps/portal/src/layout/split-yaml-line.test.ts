import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitYamlLine } from './split-yaml-line.ts'

describe('splitYamlLine', () => {
  it('finds keys in maps and lists, quoted or not', () => {
    expect(splitYamlLine('  - engine_version: "16"')).toEqual({
      indent: '  - ',
      key: 'engine_version',
      rest: ': "16"',
      comment: '',
    })
    expect(splitYamlLine("      '[*].port':").key).toBe("'[*].port'")
  })

  it('takes an address for a value', () => {
    expect(splitYamlLine('https://example.com').key).toBe('')
  })

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const { indent, key, rest, comment } = splitYamlLine(line)
        expect(indent + key + rest + comment).toBe(line)
      }),
    )
  })
})
