import type { ConstraintRules } from '@groundplan/terraform-type'
import { printCharacter } from './regex/print-character.ts'
import type { TextChange } from './value.ts'

/** The characters that Go's strings.TrimSpace removes. */
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'

/** Rules on a text that hold if the function turns it into the given result; `undefined` if they are unknown. */
export function changedTextPattern(change: TextChange, text: string): ConstraintRules | undefined {
  const pattern = changedTextsPattern(change, [text])
  return pattern === undefined ? undefined : { pattern }
}

/** The same for any of several texts. */
export function changedTextsPattern(change: TextChange, texts: readonly string[]): string | undefined {
  const bodies: string[] = []
  for (const text of texts) {
    const body = change === 'trimspace' ? trimmedBody(text) : casedBody(change, text)
    if (body === undefined) return undefined
    bodies.push(body)
  }
  const [only, second] = bodies
  return second === undefined ? `^${only ?? '[]'}$` : `^(?:${bodies.join('|')})$`
}

function trimmedBody(text: string): string {
  const isTrimmed = !new RegExp(`^${space}|${space}$`, 'u').test(text)
  // Nothing matches an empty class.
  return isTrimmed ? `${space}*${[...text].map(printed).join('')}${text === '' ? '' : `${space}*`}` : '[]'
}

function casedBody(change: 'lower' | 'upper', text: string): string | undefined {
  if (/[^\0-\x7f]/.test(text)) return undefined
  const stays = change === 'lower' ? text === text.toLowerCase() : text === text.toUpperCase()
  if (!stays) return '[]'
  return [...text].map((character) => casedCharacter(change, character)).join('')
}

/** Characters beyond ASCII that have an ASCII letter as their other case. */
const distant: Readonly<Record<string, string>> = {
  'lower k': '\\u212a',
  'lower i': '\\u0130',
  'upper K': '\\u212a',
  'upper S': '\\u017f',
  'upper I': '\\u0131',
}

function casedCharacter(change: 'lower' | 'upper', character: string): string {
  if (!/[a-zA-Z]/.test(character)) return printed(character)
  const letters = [character.toLowerCase(), character.toUpperCase()]
  return `[${letters.join('')}${distant[`${change} ${character}`] ?? ''}]`
}

function printed(character: string): string {
  return printCharacter(character.codePointAt(0) ?? 0)
}

/** Matches the texts that the change leaves as they are not. */
export const changedBy: Readonly<Record<TextChange, string>> = {
  lower: '\\p{Changes_When_Lowercased}',
  upper: '\\p{Changes_When_Uppercased}',
  trimspace: `^${space}|${space}$`,
}
