import { randomUUID } from 'node:crypto'
import { visibleText } from '@groundplan/errors'

/** Foreign text cannot know it. */
const secret = randomUUID()
const marked = new RegExp(`(\\x1b${secret}\\[\\d{1,2}m)`)

/** The text in a style of ours, for `onlyOurStyles`. `apply` puts escape sequences around it. */
export function markStyle(text: string, apply: (text: string) => string): string {
  const [before = '', after = ''] = apply('\n').split('\n')
  const mark = (codes: string) => codes.replaceAll('\x1b[', `\x1b${secret}[`)
  return `${mark(before)}${text}${mark(after)}`
}

/** Text that is safe for a terminal: keeps our styles and shows other control characters as visible characters. */
export function onlyOurStyles(text: string): string {
  return mapForeign(
    text,
    (part) => visibleText(part, { lines: true }),
    (style) => style.replace(secret, ''),
  )
}

/** The same for a piece of a line, which `onlyOurStyles` still gets. */
export function visibleCell(text: string): string {
  return mapForeign(
    text,
    (part) => visibleText(part.replace(/[\t\n\r]/g, ' '), { lines: false }),
    (style) => style,
  )
}

/** The text without our styles. */
export function withoutStyles(text: string): string {
  return mapForeign(
    text,
    (part) => part,
    () => '',
  )
}

function mapForeign(
  text: string,
  foreign: (part: string) => string,
  style: (part: string) => string,
): string {
  return text
    .split(marked)
    .map((part, index) => (index % 2 === 1 ? style(part) : foreign(part)))
    .join('')
}
