import { describe, expect, test } from 'vitest'
import { findObstacle } from './find-obstacle.ts'

const many = 100_000

describe('findObstacle', () => {
  test('ordinary configuration meets none', () => {
    const list = `["${Array(5_000).fill('a').join('", "')}"]`
    const sum = Array(2_000).fill('var.a').join(' + ')
    const lines = 'line with { and ( and [\n'.repeat(10_000)
    const text = `locals {\n a = ${list}\n b = ${sum}\n c = <<EOT\n${lines}EOT\n d = "${'[('.repeat(900)}"\n}\n`
    expect(findObstacle('main.tf', `${text}# ${'{'.repeat(900)}\n`.repeat(2))).toBeUndefined()
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
    expect(findObstacle('main.tf', text)).toMatchObject({
      rule: 'nesting',
      severity: 'error',
      message: 'This is nested deeper than 400 levels.',
    })
  })

  test('directives that end do not add up', () => {
    expect(findObstacle('main.tf', `x = "${'%{ if a }b%{ endif }'.repeat(1_000)}"`)).toBeUndefined()
  })

  test('a file of characters that HCL has no use for is refused at the first of them', () => {
    expect(findObstacle('main.tf', ' \n\0'.repeat(many))).toMatchObject({
      rule: 'syntax',
      line: 2,
      column: 1,
    })
  })

  test('a few of them are left to the parser, which says more', () => {
    expect(findObstacle('main.tf', 'x = @\n')).toBeUndefined()
  })

  test('texts on which the parser would work for minutes are refused', () => {
    expect(findObstacle('main.tf', `x = <<A\n${'y\n'.repeat(many)}A\n`)).toMatchObject({ rule: 'size' })
    expect(findObstacle('main.tf', `x = "${'$'.repeat(many)}"`)).toMatchObject({ rule: 'size' })
  })
})
