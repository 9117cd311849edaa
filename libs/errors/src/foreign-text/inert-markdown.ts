import { breakReferences, capped } from './inert-text.ts'
import { visibleText } from './visible-text.ts'

const separator = '&#8203;'
const codeSpan = /(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g

/**
 * Renders foreign text as inert Markdown on one line, safe in tables. Keeps inline code; escapes everything else, so that it
 * contains no mentions, references, links, images or HTML.
 */
export function inertMarkdown(text: string, longest = 2_000): string {
  const line = capped(text.split(/\s+/).join(' ').trim(), longest)
  return inertStart(inertInline(visibleText(line, { lines: false })))
}

/** Like {@link inertMarkdown}, but keeps lines and paragraphs. No line starts a heading, quote, table, fence or rule. */
export function inertProse(text: string, longest = 5_000): string {
  return visibleText(capped(text.replace(/\r\n?/g, '\n').trim(), longest), { lines: true })
    .split('\n')
    .map((line) => inertStart(inertInline(line)))
    .join('\n')
}

/** Renders foreign text as inline code on one line, safe in tables and with any backticks. Empty for empty text. */
export function markdownCode(text: string, longest = 2_000): string {
  const lines = capped(text, longest).split(/[\r\n]+/)
  const line = lines.length === 1 ? (lines[0] ?? '') : lines.map((each) => each.trim()).join(' ')
  if (line === '') return ''
  const visible = visibleText(line, { lines: false })
  // No code can hold a bar after a backslash and stay in its cell.
  if (visible.includes('\\|')) return inertStart(inertPlain(visible))
  const shown = visible.replace(/\|/g, '\\|')
  const most = shown.matchAll(/`+/g).reduce((longestRun, [run]) => Math.max(longestRun, run.length), 0)
  const fence = '`'.repeat(most + 1)
  return most > 0 || shown.startsWith(' ') ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`
}

/**
 * A link in Markdown, safe in tables. The label is Markdown already; without a web address, it stands alone.
 */
export function markdownLink(label: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\//.test(url)) return label
  const target = url.replace(/[^\w:/.~%?=&#@+-]/gu, encodeCharacter)
  return `[${closeBrackets(label)}](${target})`
}

/** A bracket in a label would end it, except in code. */
function closeBrackets(label: string): string {
  let text = ''
  let end = 0
  const escape = (plain: string) => plain.replace(/(?<!\\)\]/g, '\\]')
  for (const match of label.matchAll(codeSpan)) {
    text += escape(label.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return text + escape(label.slice(end))
}

function encodeCharacter(character: string): string {
  const encoded = encodeURIComponent(character.toWellFormed())
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded
}

function inertInline(line: string): string {
  let text = ''
  let end = 0
  for (const match of line.matchAll(codeSpan)) {
    const [code] = match
    const isCode = !code.includes('\\|')
    text +=
      inertPlain(line.slice(end, match.index)) + (isCode ? code.replace(/\|/g, '\\|') : inertPlain(code))
    end = match.index + match[0].length
  }
  return text + inertPlain(line.slice(end))
}

function inertPlain(text: string): string {
  const escaped = text
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/[\\|`[]/g, '\\$&')
    .replace(/</g, '&lt;')
  const isMath = (escaped.match(/\$/g) ?? []).length > 1
  return breakReferences(isMath ? escaped.replace(/\$/g, '\\$') : escaped, separator)
}

/** Escapes the characters that would start a block. */
function inertStart(line: string): string {
  const start = line.replace(/^[ \t]{4,}|^ {0,3}\t[ \t]*/, '   ')
  return start.replace(/^(\s*)(#{1,6}(?:\s|$)|>|~{3,}|=+\s*$|-+\s*$|(?:[-*_]\s*){3,}$)/, '$1\\$2')
}
