import { describe, expect, test } from 'vitest'
import { scanBlocks } from './scan-blocks.ts'

function print(text: string): readonly string[] {
  return scanBlocks(text).map(
    ({ type, labels, line, column }) => `${line}:${column} ${[type, ...labels].join(' ')}`,
  )
}

describe('scanBlocks', () => {
  test('finds blocks in the order of the text, not of the alphabet', () => {
    expect(print('variable "z" {}\noutput "o" {\n}\n  variable "a" {}')).toEqual([
      '1:1 variable z',
      '2:1 output o',
      '4:3 variable a',
    ])
  })

  test('blocks inside blocks and objects with bare keys are no top-level blocks', () => {
    const text =
      'variable "a" {\n  validation {\n    condition = true\n  }\n}\nlocals {\n  x = { y = { z = 1 } }\n}\n'
    expect(print(text)).toEqual(['1:1 variable a', '6:1 locals'])
  })

  test('labels may stand without quotes, without blanks and behind a comment', () => {
    expect(print('variable z {}\nvariable"x"{}\nresource /* kind */ "aws_vpc" main { }')).toEqual([
      '1:1 variable z',
      '2:1 variable x',
      '3:1 resource aws_vpc main',
    ])
  })

  test('an empty label is a label', () => {
    expect(scanBlocks('variable "" {}')[0]?.labels).toEqual([''])
  })

  test('text that looks like a block inside strings, heredocs and comments is none', () => {
    const text = [
      'locals {',
      '  a = "variable \\"x\\" {"',
      '  b = "${join("}", ["variable \\"y\\" {"])}"',
      '  c = "$${ not a template {"',
      '  d = "%%{ nor this {"',
      '  e = <<EOT',
      'variable "in_heredoc" {',
      '} EOT',
      '  EOT',
      '  f = <<-EOT',
      '    ${jsonencode({ x = "}" })} {',
      '    EOT',
      '}',
      '# variable "in_comment" {',
      '// variable "in_comment" {',
      '/* variable "in_comment" {',
      '*/ variable "real" {',
      '}',
    ].join('\n')
    expect(print(text)).toEqual(['1:1 locals', '17:4 variable real'])
  })

  test('one-line blocks and attributes beside blocks are told apart', () => {
    expect(print('variable "a" { type = string }\nx = { y = 1 }\nvariable "b" {}')).toEqual([
      '1:1 variable a',
      '3:1 variable b',
    ])
  })

  test('lines end with CRLF as well', () => {
    expect(print('variable "a" {\r\n  d = <<EOT\r\n{\r\nEOT\r\n}\r\n\r\nvariable "b" {\r\n}\r\n')).toEqual([
      '1:1 variable a',
      '7:1 variable b',
    ])
  })

  test('names need not be ASCII', () => {
    expect(print('variable "größe" {}\nblöck éé {}')).toEqual(['1:1 variable größe', '2:1 blöck éé'])
  })

  test('a header is never found in the middle of a word or in a value', () => {
    expect(print('my-variable "a" {}\nx = variable\ny = a.b\noutput "b" {}')).toEqual([
      '1:1 my-variable a',
      '4:1 output b',
    ])
  })
})
