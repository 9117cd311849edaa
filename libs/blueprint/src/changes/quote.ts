import { inertMarkdown, visibleText } from '@groundplan/errors'

/** How to quote foreign text in a sentence. */
export interface Quote {
  readonly name: (text: string) => string
  readonly value: (text: string) => string
  /** A sentence; inline code in it stays. */
  readonly text: (text: string) => string
}

/** As inline Markdown code on one line, safe for any text. */
export const markdownQuote: Quote = {
  name: inlineCode,
  value: inlineCode,
  text: (text) => inertMarkdown(text, longestSentence),
}

/** For terminals. */
export const plainQuote: Quote = {
  name: (text) => `"${toOneLine(text)}"`,
  value: toOneLine,
  text: (text) => visibleText(text.slice(0, longestSentence), { lines: false }),
}

/** Maximum length of quoted text, in characters. */
const longest = 80
/** Maximum length of a sentence, in characters. */
const longestSentence = 500

function inlineCode(text: string): string {
  const shown = toOneLine(text)
  const runs = shown.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1)
  // Markdown takes one blank away at both ends.
  const isPadded = runs.length > 0 || (shown.startsWith(' ') && shown.endsWith(' '))
  return isPadded ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`
}

/** On one line, with invisible characters as code points; truncated if long. */
function toOneLine(text: string): string {
  // The text may have millions of characters, so only the beginning is processed.
  const line = text.slice(0, longest * 4).replace(/[\t\n\v\f\r\p{Zl}\p{Zp}]+/gu, ' ')
  const start = visibleText(line.toWellFormed(), { lines: false })
  const characters = [...start]
  if (characters.length > longest || text.length > longest * 4)
    return `${characters.slice(0, longest - 1).join('')}…`
  return start === '' ? '""' : start
}
