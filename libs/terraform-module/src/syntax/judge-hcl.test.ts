import { describe, expect, test } from 'vitest'
import { printDiagnostic } from '@groundplan/errors'
import { judgeHcl } from './judge-hcl.ts'

async function findings(text: string): Promise<readonly string[] | undefined> {
  return (await judgeHcl('modules/a/main.tf', text))?.map(printDiagnostic)
}

describe('judgeHcl', () => {
  test('finds no problems in valid HCL', async () => {
    expect(await findings('variable "a" {\n  default = 1\n}\n')).toEqual([])
  })

  test('reports every finding at its own place, in the order of the text', async () => {
    expect(await findings('variable "a" {\n  x = @\n}\nvariable "b" {\n  y = @\n}\n')).toEqual([
      'modules/a/main.tf:2:7: error: Invalid character: This character is not used within the language.',
      'modules/a/main.tf:2:7: error: Invalid expression: Expected the start of an expression, but found an invalid expression token.',
      'modules/a/main.tf:5:7: error: Invalid character: This character is not used within the language.',
    ])
  })

  test('counts lines and columns the same in a file with CRLF', async () => {
    const text = 'variable "a" {\n  x = 1\n}\nvariable "b" {\n  é = "ü" @\n}\n'
    expect(await findings(text.replaceAll('\n', '\r\n'))).toEqual(await findings(text))
    expect((await findings(text))?.[0]).toContain('modules/a/main.tf:5:11: ')
  })

  test('a finding that names another place names it in the same file', async () => {
    expect(await findings('variable "a" {\n  x = 1\n  x = 2\n}\n')).toEqual([
      'modules/a/main.tf:3:3: error: Attribute redefined: The argument "x" was already set at modules/a/main.tf:2:3. Each argument may be set only once.',
    ])
  })

  test('a finding without a position omits the parser’s stack', async () => {
    expect(await findings('variable "a" "b" {}\nvariable "a" {}\n')).toEqual([
      'modules/a/main.tf: error: invalid HCL detected for "a" block, cannot have blocks with and without labels',
    ])
  })

  test('unsafe input never reaches the parser, which keeps working', async () => {
    const hostile = [
      '['.repeat(100_000),
      'a {\n'.repeat(100_000),
      '"${'.repeat(100_000),
      '\0'.repeat(1_000_000),
    ]
    for (const text of hostile) expect(await findings(`x = ${text}`)).toBeUndefined()
    expect(await findings('x = 1\n')).toEqual([])
  })

  test('nesting just below the limit is read', async () => {
    for (const text of [
      `${'['.repeat(190)}${']'.repeat(190)}`,
      `${'{ a = '.repeat(390)}1${' }'.repeat(390)}`,
    ])
      expect(await findings(`x = ${text}\n`)).toEqual([])
    expect(await findings('a {\n'.repeat(390) + '}\n'.repeat(390))).toEqual([])
  })
})
