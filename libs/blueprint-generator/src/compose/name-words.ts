/** A name split into words, for comparing different names of the same thing. */
export interface NameWords {
  /** Lower-case words in the singular, abbreviations written out. */
  readonly words: readonly string[]
  /** The last word, if it is a kind of value, e.g. `id` or `arn`. */
  readonly kind: string
  /** The last word that is not a kind of value, e.g. `subnet` in `subnet_ids`; `undefined` in `arn`. */
  readonly head: string | undefined
  /** True if the last word is in the plural. */
  readonly isPlural: boolean
}

/** Abbreviations that stand for several words, and words that mean the same. */
const meanings: ReadonlyMap<string, readonly string[]> = new Map([
  ['sg', ['security', 'group']],
  ['rg', ['resource', 'group']],
  ['identifier', ['id']],
  ['db', ['database']],
  ['cidrs', ['cidr', 'block']],
  ['cidr', ['cidr', 'block']],
])

/** Longest name that is looked at, in characters; Terraform's own are far shorter. */
const maximumLength = 200

/** Takes a name apart: `privateSubnetIDs` and `private_subnet_ids` are the words private, subnet, id. */
export function toNameWords(name: string): NameWords {
  const raw = splitWords(name)
  const words = [...new Set(raw.flatMap((word) => meanings.get(word) ?? [singular(word)]))]
  const last = raw.at(-1) ?? ''
  const head = words.findLast((word) => !isValueKind(word))
  return { words, kind: words.at(-1) ?? '', head, isPlural: singular(last) !== last }
}

/** The words of a name as they are, in lower case. */
export function splitWords(name: string): readonly string[] {
  return name
    .slice(0, maximumLength)
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** The words of a name as they are, without the kind of value at its end. */
export function withoutValueKind(name: string): readonly string[] {
  return splitWords(name.toLowerCase().replace(/_(?:ids?|arns?|names?|self_links?|crns?|links?)$/, ''))
}

/** The type of a resource without the provider in front, e.g. `kms_key`. */
export function withoutProvider(type: string): string {
  return type.slice(type.indexOf('_') + 1)
}

/** True if the word is among others, in the singular or plural. */
export function hasWord(words: readonly string[], word: string): boolean {
  return words.includes(word) || words.includes(word.replace(/s+$/, '')) || words.includes(`${word}s`)
}

/** True of names that look like several things, also where the last word is none that {@link toNameWords} knows. */
export function isPlural(name: string): boolean {
  return name.endsWith('s') && !/(?:ss|us|is)$/.test(name)
}

/** Words for kinds of values: many things have an id. */
const valueKinds: ReadonlySet<string> = new Set(
  (
    'id arn crn name endpoint port cidr block url uri address host hostname password username user email link self ' +
    'version type prefix suffix description path'
  ).split(' '),
)

/** True for `id`, `arn` and other words for a kind of value. */
export function isValueKind(word: string): boolean {
  return valueKinds.has(word)
}

/** The words of a text for people, without those that every text has. */
export function toTextWords(text: string | undefined): ReadonlySet<string> {
  if (text === undefined) return new Set()
  const { words } = toNameWords(text)
  return new Set(words.filter((word) => word.length > 1 && !emptyWords.has(word)))
}

const emptyWords: ReadonlySet<string> = new Set(
  (
    'the a an of to for in on by with and or is are be that this it its as at from if not which will where when used ' +
    'use using module resource create created value list map set string number bool should can must may all any each ' +
    'your you optional default true false name eg example e g'
  ).split(' '),
)

function singular(word: string): string {
  if (/^(?:ids|arns|urls|uris|ips|dbs|vpcs|acls|keys)$/.test(word)) return word.slice(0, -1)
  if (word.length <= 3 || /(?:ss|us|is|dns|https|tls|aws|iops|redis)$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}
