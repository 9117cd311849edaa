import { MantineProvider } from '@mantine/core'
import { createElement, type ComponentType } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { UncheckedNotice } from '../forms/unchecked-notice.tsx'
import { DiffView } from '../proposals/diff-view.tsx'
import { CodeView } from './code-view.tsx'
import { DiagnosticList } from './diagnostic-list.tsx'
import { MarkdownText } from './markdown-text.tsx'

function render<Props extends object>(component: ComponentType<Props>, props: Props): string {
  const children = createElement(component, props)
  return renderToStaticMarkup(createElement(MantineProvider, { children }))
}
const markdown = (text: string) => render(MarkdownText, { text })

describe('Markdown of others', () => {
  it.each([
    ['![a picture](https://evil.example/x.png)', /<img|evil/],
    ['![][1]\n\n[1]: https://evil.example/x.png', /<img|evil/],
    ['<img src=x onerror=alert(1)>', /<img/],
    ['<script>alert(1)</script>', /<script/],
    ['<a href="javascript:alert(1)">x</a>', /<a /],
    ['[x](javascript:alert(1))', /<a |href/],
    ['[x](&#106;avascript:alert(1))', /<a |href/],
    ['[x](data:text/html,hello)', /<a |href/],
    ['[x](//evil.example)', /<a |href/],
    ['[x](/trpc/proposals.approve)', /<a |href/],
    ['[x](https://github.com@evil.example)', /<a |href/],
    ['<javascript:alert(1)>', /<a |href/],
  ])('%j shows no picture, no HTML and no link but to the web', (text, unwanted) => {
    expect(markdown(text)).not.toMatch(unwanted)
  })

  it('links to the web', () => {
    expect(markdown('[docs](https://example.com/a)')).toContain('<a href="https://example.com/a"')
  })
})

describe('text that cannot be seen', () => {
  const hidden = /[\u202e\u200b\u001b]/
  it('is shown in a file, and the same in a diff, the names of its files and findings', () => {
    const line = 'default: "a\u202eb\u200b\u001b[2J"'
    const diff = `diff --git a/x\u202ey b/x\u202ey\n--- a/x\u202ey\n+++ b/x\u202ey\n@@ -1 +1 @@ s\u200b\n-old\n+${line}\n`
    for (const markup of [
      render(CodeView, { text: `${line}\n`, language: 'yaml', label: 'file', caption: 'x\u202ey' }),
      render(DiffView, { diff }),
      render(DiagnosticList, {
        diagnostics: [
          {
            file: 'x\u202ey',
            rule: 'r',
            severity: 'error',
            message: line,
            hint: '\u200b',
            line: 1,
            column: 1,
          },
        ],
      }),
      render(UncheckedNotice, { inputs: [{ label: 'x\u202ey', patterns: [line] }] }),
    ]) {
      expect(markup).not.toMatch(hidden)
      expect(markup).toContain('a&lt;U+202E&gt;b&lt;U+200B&gt;␛[2J')
      expect(markup).toContain('x&lt;U+202E&gt;y')
    }
  })
})
