import { visibleText } from './visible-text.ts'

const zeroWidthSpace = '\u200b'

/** Text that hosts turn into links, mentions or closed issues, including in titles and commit messages. */
const triggers =
  /@(?=[\w{-])|#(?=\d)|!(?=\d)|GH-(?=\d)|(?:https?|ftp|mailto|xmpp|ssh|git):(?=\S)|www(?=\.)/giu

/** Inserts a separator between each sign and the name it refers to. */
export function breakReferences(text: string, separator: string = zeroWidthSpace): string {
  return text.replace(triggers, (found) => `${found}${separator}`)
}

/** Renders foreign text on one line of a title or commit message, without mentions or issue references. */
export function inertLine(text: string, longest = 200): string {
  return breakReferences(visibleText(capped(text.split(/\s+/).join(' ').trim(), longest), { lines: false }))
}

/** Truncates the text to `longest` characters. */
export function capped(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${[...text.slice(0, longest)].slice(0, -1).join('').trimEnd()}…`
}
