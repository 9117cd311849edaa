import { visibleText } from './visible-text.ts'

const zeroWidthSpace = '\u200b'

/** What hosts make links of, mention people for, or close issues for, also in titles and commit messages. */
const triggers =
  /@(?=[\w{-])|#(?=\d)|!(?=\d)|GH-(?=\d)|(?:https?|ftp|mailto|xmpp|ssh|git):(?=\S)|www(?=\.)/giu

/** The text with something between each sign and what it would refer to. */
export function breakReferences(text: string, separator: string = zeroWidthSpace): string {
  return text.replace(triggers, (found) => `${found}${separator}`)
}

/** Foreign text on one line of a title or a commit message: it mentions nobody and closes nothing. */
export function inertLine(text: string, longest = 200): string {
  return breakReferences(visibleText(capped(text.split(/\s+/).join(' ').trim(), longest), { lines: false }))
}

/** The text, or its beginning. */
export function capped(text: string, longest: number): string {
  if (text.length <= longest) return text
  return `${[...text.slice(0, longest)].slice(0, -1).join('').trimEnd()}…`
}
