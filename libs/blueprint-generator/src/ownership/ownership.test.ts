import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownersFinder } from './find-owners.ts'
import { parseCodeOwners } from './parse-code-owners.ts'

function owners(text: string, ...files: readonly string[]) {
  return ownersFinder(parseCodeOwners('CODEOWNERS', text).rules)(files)
}

function warnings(text: string) {
  return parseCodeOwners('CODEOWNERS', text).diagnostics.map(({ line, message }) => `${line} ${message}`)
}

describe('CODEOWNERS', () => {
  test.each<[string, string, string[]]>([
    ['* @a\n/modules/x/ @b', 'modules/x/main.tf', ['@b']],
    ['/modules/x/ @b\n* @a', 'modules/x/main.tf', ['@a']],
    ['* @a # everything\n# comment @z', 'x/main.tf', ['@a']],
    ['*.tf @terraform a@b.example', 'x/main.tf', ['@terraform', 'a@b.example']],
    ['docs/* @docs', 'docs/main.tf', ['@docs']],
    ['docs/* @docs', 'docs/deep/main.tf', []],
    ['apps/ @apps', 'x/apps/y/main.tf', ['@apps']],
    ['/apps/ @apps', 'x/apps/y/main.tf', []],
    ['**/logs @logs', 'a/logs/main.tf', ['@logs']],
    ['/a/**/b/ @b', 'a/x/y/b/main.tf', ['@b']],
    ['* @a\n/modules/free/', 'modules/free/main.tf', []],
    ['/my\\ modules/ @space', 'my modules/main.tf', ['@space']],
    ['/Modules/ @case', 'modules/main.tf', []],
    ['* @a\r\n/x/ @b\r\n', 'x/main.tf', ['@b']],
    ['[Databases][2] @dba\n/x/\n/y/ @y', 'x/main.tf', ['@dba']],
    ['* @a @a @b', 'main.tf', ['@a', '@b']],
    ['', 'main.tf', []],
  ])('%j gives %s to %j', (text, file, expected) => {
    expect(owners(text, file)).toEqual(expected)
  })

  test('assigns a module to the owners of most of its files, and to the first on a tie', () => {
    const text = '* @a\noutputs.tf @b\nvariables.tf @b'
    expect(owners(text, 'main.tf', 'outputs.tf', 'variables.tf')).toEqual(['@b'])
    expect(owners(text, 'main.tf', 'outputs.tf')).toEqual(['@a'])
    expect(owners(text)).toEqual([])
  })

  test('reports invalid entries with their line and continues', () => {
    const text = '^[Docs] @docs\n@@@Team @a\n!x/ @a\n/[ab]/ @a\n/x/ @a bob\n/*a*b*c*d*/ @a\n* @z\n'
    expect(warnings(text)).toEqual([
      '1 Sections are not supported: their rules apply like all others.',
      '2 "@@@Team" is not a valid CODEOWNERS rule and is skipped.',
      '3 The pattern "!x/" is a negation, which CODEOWNERS does not support; the rule is skipped.',
      '4 The pattern "/[ab]/" contains a character range, which CODEOWNERS does not support; the rule is skipped.',
      '5 "bob" is not a valid owner and is skipped.',
      '6 The pattern "/*a*b*c*d*/" contains too many wildcards; the rule is skipped.',
    ])
    expect(owners(text, 'main.tf')).toEqual(['@z'])
  })

  test('no text and no path makes it throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (text, path) => {
          expect(Array.isArray(owners(`* @a\n${text}`, path))).toBe(true)
        },
      ),
    )
  })

  test('many rules for many deep files are looked at in the end', () => {
    const text = Array.from({ length: 6000 }, (_, index) => `/**/a/**/x${index} @a`).join('\n')
    const path = `${'a/'.repeat(19)}main.tf`
    const { rules, diagnostics } = parseCodeOwners('CODEOWNERS', text)
    expect([rules.length, diagnostics.length]).toEqual([5000, 1])
    expect(ownersFinder(rules)([path])).toEqual([])
    expect(ownersFinder([{ pattern: '*', owners: ['@a'] }])([`a/${path}`])).toEqual([])
  })
})
