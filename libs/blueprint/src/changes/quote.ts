import { visibleText } from '@groundplan/errors'

/** How foreign text is set off from the words around it. */
export interface Quote {
  readonly name: (text: string) => string
  readonly value: (text: string) => string
}

/** As inline code of Markdown: whatever is in the text, it stays on its line and ends where it ends. */
export const markdownQuote: Quote = { name: inlineCode, value: inlineCode }

/** For terminals. */
export const plainQuote: Quote = { name: (text) => `"${toOneLine(text)}"`, value: toOneLine }

/** Longest foreign text that is shown whole, in characters. */
const longest = 80

function inlineCode(text: string): string {
  const shown = toOneLine(text)
  const runs = shown.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1)
  // Markdown takes one blank away at both ends.
  const isPadded = runs.length > 0 || (shown.startsWith(' ') && shown.endsWith(' '))
  return isPadded ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`
}

/** On one line, with everything that cannot be seen shown by its number; cut if it is long. */
function toOneLine(text: string): string {
  // The text may have millions of characters, of which few are looked at.
  const line = text.slice(0, longest * 4).replace(/[\t\n\v\f\r\p{Zl}\p{Zp}]+/gu, ' ')
  const start = visibleText(line.toWellFormed(), { lines: false })
  const characters = [...start]
  if (characters.length > longest || text.length > longest * 4)
    return `${characters.slice(0, longest - 1).join('')}…`
  return start === '' ? '""' : start
}
