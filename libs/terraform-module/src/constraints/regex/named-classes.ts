import type { CharacterRanges } from './character-set.ts'

function ranges(pairs: string): CharacterRanges {
  return pairs.split(' ').map((pair) => [pair.codePointAt(0) ?? 0, pair.codePointAt(pair.length - 1) ?? 0])
}

const upper = ranges('AZ')
const lower = ranges('az')
const digit = ranges('09')
const punctuation = ranges('!/ :@ [` {~')

/** RE2's `[[:name:]]` classes, which are ASCII only. */
export const posixClasses: Readonly<Record<string, CharacterRanges>> = {
  alnum: [...digit, ...upper, ...lower],
  alpha: [...upper, ...lower],
  ascii: [[0, 0x7f]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit,
  graph: [[0x21, 0x7e]],
  lower,
  print: [[0x20, 0x7e]],
  punct: punctuation,
  space: [
    [9, 13],
    [32, 32],
  ],
  upper,
  word: [...digit, ...upper, ...ranges('__'), ...lower],
  xdigit: [...digit, ...ranges('AF'), ...ranges('af')],
}

/** RE2's `\d`, `\s` and `\w`, which are ASCII only. */
export const perlClasses: Readonly<Record<string, { ranges: CharacterRanges; text: string }>> = {
  d: { ranges: digit, text: '\\d' },
  // ECMAScript's white space has more.
  s: {
    ranges: [
      [9, 10],
      [12, 13],
      [32, 32],
    ],
    text: '\\t\\n\\f\\r ',
  },
  w: { ranges: posixClasses['word'] ?? [], text: '\\w' },
}
