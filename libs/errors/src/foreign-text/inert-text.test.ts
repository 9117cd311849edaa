import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, test } from 'vitest'
import { inertMarkdown, inertProse, markdownCode, markdownLink } from './inert-markdown.ts'
import { inertLine } from './inert-text.ts'
import { visibleText } from './visible-text.ts'

const hostile = [
  '@octocat @acme/security @{557058:1} fixes #12 closes acme/blueprints#3 GH-4 !5',
  'closes https://github.com/acme/blueprints/issues/3 www.example.com a@example.com',
  '![i](https://example.com/i.png) [t](javascript:alert(1)) <https://example.com>',
  '[1]: javascript:alert(1)\n\n[1]',
  '<img src=x onerror=alert(1)> <!-- hidden --> &lt;b&gt; &#64;octocat',
  '# Heading\n> quote\n~~~\ncode\n---\n===\n- [ ] task\n| a | b |\n| --- | --- |\n| @c | #4 |',
  'a [^1]\n\n[^1]: note $x$ `code` `` a ` b `` ` @open \\` @b',
  '\u202Eevil\u2066\u200B\u001b[31mred\u0000\u009b2J',
]

function render(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })
}

/** What a reader sees outside of code. */
function proseOf(html: string): string {
  return html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, ' ')
}

const forbidden = /<(?:a|img|h\d|hr|blockquote|table|input|script|section|pre|!--)\b/
const reference = /@[\w{-]|#\d|!\d|GH-\d|https?:\/\/|www\./i

const pieces = fc
  .array(
    fc.constantFrom(
      ...[
        '@a',
        '@{b}',
        '#1',
        'x/y#2',
        '!3',
        'GH-4',
        '`',
        '``',
        '\\',
        '[',
        ']',
        '(',
        ')',
        '!',
        '<',
        '>',
        '&',
        '&#64;',
      ],
      ...[
        '<b>',
        '<!--',
        '-->',
        '\n',
        '\n\n',
        '|',
        '---',
        '===',
        '#',
        '# ',
        '> ',
        '~~~',
        '```',
        '    ',
        '\t',
        '$',
        '*',
      ],
      ...[
        'https://e.org',
        'www.e.org',
        'a@e.org',
        'fixes ',
        '[x]: y',
        '[^1]',
        '\u202e',
        '\u001b[1m',
        'word',
        ' ',
      ],
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''))

describe('foreign text in Markdown', () => {
  test.each(hostile)('%j mentions nobody and is no link, image or HTML', (text) => {
    for (const markdown of [inertMarkdown(text), inertProse(text)]) {
      const html = render(markdown)
      expect(html).not.toMatch(forbidden)
      expect(proseOf(html)).not.toMatch(reference)
    }
  })

  test('whatever it is made of', () => {
    fc.assert(
      fc.property(pieces, (text) => {
        for (const markdown of [
          inertMarkdown(text),
          `a ${inertMarkdown(text)}`,
          `para\n\n${inertProse(text)}`,
        ]) {
          const html = render(markdown)
          expect(html, JSON.stringify(markdown)).not.toMatch(/<(?:a|img|table|input|script|section|!--|b)\b/)
          expect(proseOf(html), JSON.stringify(markdown)).not.toMatch(reference)
        }
      }),
      { numRuns: caseCount(500) },
    )
  })

  test('stays in its cell', () => {
    fc.assert(
      fc.property(pieces, (text) => {
        const html = render(`| a | b |\n| --- | --- |\n| ${inertMarkdown(text)} | ${markdownCode(text)} |\n`)
        expect(html.match(/<td/g)).toHaveLength(2)
      }),
      { numRuns: caseCount(300) },
    )
  })

  test('is one link wherever it is the label, and none without a web address', () => {
    fc.assert(
      fc.property(pieces, pieces, (text, path) => {
        for (const label of [inertMarkdown(`a${text}`), markdownCode(`a${text}`)]) {
          const html = render(`| ${markdownLink(label, `https://e.org/${path}`)} |\n| --- |\n`)
          expect(html.match(/<a /g), html).toHaveLength(1)
          expect(html.match(/<th/g)).toHaveLength(2)
          expect(markdownLink(label, 'javascript:alert(1)')).toBe(label)
        }
      }),
      { numRuns: caseCount(300) },
    )
  })

  test('an ordinary description looks as it was written', () => {
    const text = 'Creates an ECS service (Fargate), with `var.size` tasks & 2 subnets: see docs/guide.md.'
    expect(inertMarkdown(text)).toBe(text)
    expect(inertProse(`${text}\n\n- one\n- two`)).toBe(`${text}\n\n- one\n- two`)
  })
})

test('a title mentions nobody', () => {
  expect(inertLine('xss @octocat fixes #7\nx')).toBe('xss @\u200boctocat fixes #\u200b7 x')
})

test('control characters can be seen', () => {
  expect(visibleText('a\u001b[31m\u202eb\u009b\n', { lines: true })).toBe('a␛[31m<U+202E>b<U+009B>\n')
})
