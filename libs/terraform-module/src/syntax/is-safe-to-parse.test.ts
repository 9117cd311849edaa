import { describe, expect, test } from 'vitest'
import { isSafeToParse } from './is-safe-to-parse.ts'

const many = 100_000

describe('isSafeToParse', () => {
  test('ordinary configuration is safe', () => {
    const list = `["${Array(5_000).fill('a').join('", "')}"]`
    const sum = Array(2_000).fill('var.a').join(' + ')
    const lines = 'line with { and ( and [\n'.repeat(10_000)
    const text = `locals {\n a = ${list}\n b = ${sum}\n c = <<EOT\n${lines}EOT\n d = "${'[('.repeat(900)}"\n}\n`
    expect(isSafeToParse(`${text}# ${'{'.repeat(900)}\n`.repeat(2))).toBe(true)
  })

  test.each([
    ['brackets', 'x = ' + '['.repeat(many)],
    ['calls', 'x = ' + 'f('.repeat(many)],
    ['blocks', 'a {\n'.repeat(many)],
    ['templates', 'x = ' + '"${'.repeat(many)],
    ['heredocs inside heredocs', 'x = ' + '<<A\n${'.repeat(many)],
    ['negations', 'x = ' + '!'.repeat(many)],
    ['negations on lines of their own', `x = (${'!\n'.repeat(many)}true)`],
    ['conditionals', 'x = ' + 'a ? b : '.repeat(many)],
    ['splats', 'x = a' + '[*]'.repeat(many)],
    ['labels', 'a ' + '"b" '.repeat(many) + '{}'],
    ['labels without quotes', 'a ' + 'b /**/ '.repeat(many) + '{}'],
    ['directives', 'x = "' + '%{ if a }%{ else }'.repeat(many) + '"'],
    ['brackets behind a comment without end', 'x = /* ' + '['.repeat(many)],
    ['brackets inside a heredoc', 'x = <<A\n${' + '['.repeat(many)],
  ])('nesting by %s is refused where it gets too deep', (_, text) => {
    expect(isSafeToParse(text)).toBe(false)
  })

  test('directives that end do not add up', () => {
    expect(isSafeToParse(`x = "${'%{ if a }b%{ endif }'.repeat(1_000)}"`)).toBe(true)
  })

  test('a file of characters that HCL has no use for is refused', () => {
    expect(isSafeToParse(' \n\0'.repeat(many))).toBe(false)
  })

  test('a few of them are left to the parser, which says more', () => {
    expect(isSafeToParse('x = @\n')).toBe(true)
  })

  test('a number that would be written out with more zeros than there is time for is refused', () => {
    expect(isSafeToParse('x = 1e9999\n')).toBe(true)
    expect(isSafeToParse('x = 1e999999999\n')).toBe(false)
    expect(isSafeToParse('x = 1.5E+99999\n')).toBe(false)
  })

  test('texts on which the parser would work for minutes are refused', () => {
    expect(isSafeToParse(`x = <<A\n${'y\n'.repeat(many)}A\n`)).toBe(false)
    expect(isSafeToParse(`x = "${'$'.repeat(many)}"`)).toBe(false)
  })
})
