import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lexHcl } from './lex-hcl.ts'

/** Every token as `kind:text`, in front of it one dot for each level around it. */
function print(text: string): readonly string[] {
  return [...lexHcl(text)].map(
    ({ kind, start, end, depth }) => `${'.'.repeat(depth)}${kind}:${text.slice(start, end)}`,
  )
}

/** Pieces that mean something to a scanner, to be put together in any order. */
const hostileText = fc
  .array(
    fc.constantFrom(
      '"',
      '${',
      '$${',
      '%{',
      '}',
      '{',
      '[',
      ']',
      '(',
      ')',
      '\\',
      '#',
      '//',
      '/*',
      '*/',
      '<<A\n',
      '<<-A\r\n',
      'A\n',
      '\n',
      '\r',
      '$',
      '%',
      'a ',
      '😀',
      '\0',
      '9e',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

test('the tokens follow each other and leave out nothing but blanks, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostileText,
        fc.uint16Array().map((units) => String.fromCharCode(...units)),
      ),
      (text) => {
        let end = 0
        for (const token of lexHcl(text)) {
          expect(token.end).toBeGreaterThan(token.start)
          expect(text.slice(end, token.start)).toMatch(/^[ \t]*$/)
          end = token.end
        }
        expect(text.slice(end)).toMatch(/^[ \t]*$/)
      },
    ),
    { numRuns: caseCount(300) },
  )
})

test('a string in a template in a string is one level deeper each', () => {
  expect(print('"a${f("b")}c"')).toEqual([
    'open:"',
    '.text:a',
    '.open:${',
    '..word:f',
    '..open:(',
    '...open:"',
    '....text:b',
    '...close:"',
    '..close:)',
    '.close:}',
    '.text:c',
    'close:"',
  ])
})

test('a doubled sign does not begin a template', () => {
  expect(print('"$${a}%%{b}$$${c}$x"')).not.toContainEqual(expect.stringContaining('open:${'))
})

test('a heredoc ends at a line with nothing but its marker', () => {
  expect(print('<<-EOT\n  { EOT\n  EOT\nx')).toEqual([
    'open:<<-EOT\n',
    '.text:  { EOT',
    '.text:\n',
    'close:  EOT',
    'newline:\n',
    'word:x',
  ])
})

test('a marker in the middle of a line does not end the heredoc', () => {
  expect(print('<<A\n${1}A\nA\n')).toContain('.text:A')
})

test('an unclosed comment is not a comment, as in HashiCorp’s parser', () => {
  expect(print('/* x')).toEqual(['operator:/', 'operator:*', 'word:x'])
})

test('a brace closes unclosed brackets inside it', () => {
  expect(print('{ ( [ } x').at(-1)).toBe('word:x')
})
