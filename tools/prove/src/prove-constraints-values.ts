import {
  acceptsValue,
  isJsonList,
  isJsonObject,
  type CollectionType,
  type Json,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import type { Random } from '@groundplan/testing'
import fc from 'fast-check'

/** Values of a type that lie near to what a condition speaks of. */
export interface Pool {
  readonly texts: readonly string[]
  readonly numbers: readonly number[]
  readonly sizes: readonly number[]
}

/** What a condition names, and what its constraints name, with what is next to it. */
export function collectPool(condition: string, constraints: readonly ValueConstraint[], seed: number): Pool {
  const texts = new Set<string>(plainTexts)
  for (const [quoted] of condition.matchAll(/"(?:[^"\\\n]|\\.)*"/g)) {
    const text = parseText(quoted)
    for (const near of text === undefined ? [] : nearTexts(text)) texts.add(near)
  }
  for (const pattern of listPatterns(constraints))
    for (const text of matching(pattern, seed)) for (const near of nearTexts(text)) texts.add(near)
  const numbers = new Set([0, 1, -1, 0.5, 2, 7])
  const sizes = new Set([0, 1, 2])
  for (const [digits] of condition.matchAll(/-?\b\d+(?:\.\d+)?\b/g)) {
    const number = Number(digits)
    if (Math.abs(number) > 1e12) continue
    for (const near of [number, number + 1, number - 1, number + 0.5]) numbers.add(near)
    if (Number.isInteger(number) && number >= 0 && number <= 70)
      for (const size of [number - 1, number, number + 1]) if (size >= 0) sizes.add(size)
  }
  if (condition.includes('cidr'))
    for (const range of addressRanges) for (const near of nearTexts(range)) texts.add(near)
  for (const size of lengths(condition))
    for (const letter of ['a', '9', 'e\u0301', '👍🏽', '🇩🇪', '\u1100\u1161\u11a8', '\r\n'])
      texts.add(letter.repeat(size))
  return { texts: [...texts].filter(isKnown), numbers: [...numbers], sizes: [...sizes] }
}

/** Texts that have several forms, or in which several code points are one character for people. */
const strangeTexts = [
  'e\u0301',
  'A\u030a',
  '\u212b',
  '\u0301a',
  '\u1100\u1161\u11a8',
  '\u1100\u1100\u1161',
  '🇩🇪',
  '🇩🇪🇫',
  '👨\u200d👩\u200d👧',
  '👍🏽a',
  '1\ufe0f\u20e3',
  'a\r\nb',
  '\r\n',
  'a\u200db',
  '\u200d',
  'a\u00adb',
  'क्ष',
  'กำ',
]

const plainTexts = [
  '',
  'a',
  'A',
  'z',
  '0',
  '-',
  ' ',
  ' a ',
  'a\n',
  'é',
  'ſ',
  'İ',
  '日本',
  ...strangeTexts,
  '10.0.0.0/16',
  '::1/128',
  'a b',
  'null',
]

const addressRanges = [
  '10.0.0.0/8',
  '010.00.0.255/032',
  '10.0.0.256/8',
  '10.0.0.0/33',
  '::/0',
  '2001:DB8::/128',
  '::1:2:3:4:5:6:7/64',
  '1:2:3:4:5:6:7::/64',
  '1:2:3::5:6:7:8/64',
  '1:2:3:4:5:6:7:8/64',
  '1:2:3:4::5:6:7:8/64',
  '1:2:3:4:5:6:1.2.3.4/64',
  '1:2:3:4:5:1.2.3.4/64',
  '1:2::5:6:1.2.3.4/64',
  '1:2:3:4:5::1.2.3.4/64',
  '1:2:3::4:5:6:1.2.3.4/64',
  '::ffff:1.2.3.4/96',
  '::ffff:1.2.3.4/95',
  '0:0:0:0:0:ffff:1:2/100',
  '1::2::3/64',
]

function lengths(condition: string): readonly number[] {
  return [...condition.matchAll(/\b\d{1,3}\b/g)].flatMap(([digits]) => {
    const size = Number(digits)
    return size > 300 ? [] : [Math.max(0, size - 1), size, size + 1]
  })
}

function parseText(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}

function nearTexts(text: string): readonly string[] {
  return [
    text,
    text.slice(1),
    text.slice(0, -1),
    `${text}\n`,
    ` ${text}`,
    `${text}x`,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replaceAll('s', 'ſ'),
    `${text}\u0301`,
    text.normalize('NFD'),
    `${text}\r\n`,
    `${text}\u200d🇩🇪`,
    `${text.slice(0, text.length / 2)}_${text.slice(text.length / 2)}`,
  ]
}

function* listPatterns(constraints: readonly ValueConstraint[]): Generator<string> {
  for (const { pattern, keys, anyOf = [], not = [] } of constraints) {
    if (pattern !== undefined) yield pattern
    if (keys !== undefined) yield* listPatterns([{ path: '', ...keys }])
    yield* listPatterns([...anyOf, ...not].flat())
  }
}

function matching(pattern: string, seed: number): readonly string[] {
  try {
    return fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 12, seed })
  } catch {
    // The generator does not know every construct.
    return []
  }
}

/** Letters since Unicode 16, of which Terraform's tables do not know the case. */
const youngLetters =
  /[\u{1c89}\u{1c8a}\u{a7cb}-\u{a7cf}\u{a7d2}\u{a7d4}\u{a7da}-\u{a7dc}\u{10d50}-\u{10d85}\u{16ea0}-\u{16ed3}]/u

/** False of texts that JSON cannot carry, and of those that are younger than Terraform's tables. */
function isKnown(text: string): boolean {
  return !youngLetters.test(text) && text.isWellFormed()
}

/** A value of the type; null at any place with some probability. */
export function drawValue(type: TerraformType, pool: Pool, random: Random): Json {
  if (random.below(12) === 0) return null
  switch (type.kind) {
    case 'string':
      return random.pick(pool.texts)
    case 'number':
      return random.pick(pool.numbers)
    case 'bool':
      return random.below(2) === 0
    case 'list':
    case 'set':
      return drawList(type, pool, random)
    case 'map': {
      const keys = Array.from({ length: drawSize(pool, random) }, () => random.pick(pool.texts))
      return Object.fromEntries(keys.map((key) => [key, drawValue(type.element, pool, random)]))
    }
    case 'tuple':
      return type.elements.map((element) => drawValue(element, pool, random))
    case 'object':
      return Object.fromEntries(
        type.attributes
          .filter(({ optional }) => !optional || random.below(3) > 0)
          .map((attribute) => [attribute.name, drawValue(attribute.type, pool, random)]),
      )
    case 'any':
      return random.pick([null, ...pool.texts])
  }
}

function drawSize(pool: Pool, random: Random): number {
  return random.below(3) > 0 ? random.below(3) : random.pick(pool.sizes)
}

function drawList(type: CollectionType, pool: Pool, random: Random): Json {
  const items = Array.from({ length: drawSize(pool, random) }, () => drawValue(type.element, pool, random))
  return type.kind === 'set' ? uniqueItems(items) : items
}

function uniqueItems(items: readonly Json[]): Json {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}

export interface DrawOptions {
  readonly type: TerraformType
  readonly constraints: readonly ValueConstraint[]
  readonly pool: Pool
  readonly random: Random
  readonly count: number
}

/**
 * Different values of the type: null, accepted ones as far as some are found, and ones that differ from accepted ones in one
 * place.
 */
export function drawValues({ type, constraints, pool, random, count }: DrawOptions): readonly Json[] {
  const values = new Map<string, Json>([['null', null]])
  const accepted: Json[] = []
  for (let tries = 0; tries < count * 40 && values.size < count; tries += 1) {
    const base = accepted.length > 0 && random.below(3) > 0 ? random.pick(accepted) : undefined
    const value = base === undefined ? drawValue(type, pool, random) : change(base, type, pool, random)
    const key = JSON.stringify(value)
    if (values.has(key)) continue
    const isAccepted = acceptsValue(type, value, { constraints })
    if (isAccepted && value !== null) accepted.push(value)
    // Refused ones are easy to find; keep room for accepted ones.
    else if (values.size > count * 0.6 && accepted.length === 0 && tries < count * 35) continue
    values.set(key, value)
  }
  return [...values.values()]
}

/** The value with one place in it drawn anew. */
function change(value: Json, type: TerraformType, pool: Pool, random: Random): Json {
  if (value === null || random.below(6) === 0) return drawValue(type, pool, random)
  if (type.kind === 'object' && isJsonObject(value)) {
    const attribute = type.attributes.length === 0 ? undefined : random.pick(type.attributes)
    if (attribute === undefined) return value
    const inner = value[attribute.name] ?? null
    return { ...value, [attribute.name]: change(inner, attribute.type, pool, random) }
  }
  if (type.kind === 'map' && isJsonObject(value)) {
    const keys = Object.keys(value)
    const key = keys.length === 0 || random.below(3) === 0 ? random.pick(pool.texts) : random.pick(keys)
    return { ...value, [key]: change(value[key] ?? null, type.element, pool, random) }
  }
  if ((type.kind === 'list' || type.kind === 'set') && isJsonList(value)) {
    const index = random.below(value.length + 1)
    const changed = [...value]
    changed[index] = change(value[index] ?? null, type.element, pool, random)
    return type.kind === 'set' ? uniqueItems(changed) : changed
  }
  return drawValue(type, pool, random)
}
