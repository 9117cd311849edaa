import { acceptsValue, type Json, type TerraformType, type ValueConstraint } from '@groundplan/terraform-type'
import type { Random } from '@groundplan/testing'
import fc from 'fast-check'

const plainTexts = [
  'a',
  'app',
  'web-1',
  'A b',
  'x'.repeat(12),
  '10.0.0.0/16',
  'eu-west-1',
  'é"<&>',
  '5',
  'null',
]
const plainNumbers = [0, 1, 2, 3, 7, 10, 42, 100, 443, -1, 0.5]
const tries = 40

interface DrawRules {
  readonly constraints: readonly ValueConstraint[]
  /** True if every attribute has a value: those that are not typed keep what the form shows. */
  readonly isComplete: boolean
}

/** A value that somebody may type for a type, by its rules; nothing if none is found. */
export function drawValue(
  random: Random,
  type: TerraformType,
  constraints: readonly ValueConstraint[],
  isComplete = false,
): Json | undefined {
  for (let left = tries; left > 0; left -= 1) {
    const value = draw(random, type, '', { constraints, isComplete })
    if (acceptsValue(type, value, { constraints, nulls: 'optional', null: false })) return value
  }
  return undefined
}

/** A value of the type that its rules refuse, and that a form lets people give; nothing if none is found. */
export function drawRefused(
  random: Random,
  type: TerraformType,
  constraints: readonly ValueConstraint[],
): Json | undefined {
  const own = constraints.filter(({ path }) => path === '')
  // Of given choices, a form offers no other.
  if (own.some(({ allowedValues }) => allowedValues !== undefined)) return undefined
  if (type.kind !== 'string' && type.kind !== 'number') return undefined
  const candidates: readonly Json[] =
    type.kind === 'string'
      ? ['!', 'ÄÖ', 'UPPER', '-a-', 'a', 'x'.repeat(300), ' ']
      : [-1, 0, 0.5, 1e9, ...own.flatMap(({ minimum = 0, maximum = 0 }) => [minimum - 1, maximum + 1])]
  const refused = candidates.filter((value) => !acceptsValue(type, value, { constraints }))
  return refused.length === 0 ? undefined : random.pick(refused)
}

function draw(random: Random, type: TerraformType, path: string, all: DrawRules): Json {
  const here = all.constraints.filter((constraint) => constraint.path === path)
  const choices = here.flatMap(({ allowedValues = [] }) => allowedValues).filter((value) => value !== null)
  if (choices.length > 0) return random.pick(choices)
  switch (type.kind) {
    case 'any':
      return random.pick<Json>(['word', '5', 5, true, ['a', 1], { a: { b: [] } }, null, 'a: b', ''])
    case 'string':
      return drawText(random, here)
    case 'number': {
      const near = here.flatMap(({ minimum, maximum, multipleOf }) =>
        [minimum, maximum, multipleOf].filter((bound) => typeof bound === 'number'),
      )
      return random.pick([...plainNumbers, ...near, ...near.map((bound) => bound + 1)])
    }
    case 'bool':
      return random.below(2) === 0
    case 'list':
    case 'set': {
      const least = Math.max(0, ...here.map(({ minItems = 0 }) => minItems))
      const items = Array.from({ length: least + random.below(3) }, () =>
        draw(random, type.element, `${path}[*]`, all),
      )
      const isUnique = type.kind === 'set' || here.some(({ uniqueItems }) => uniqueItems === true)
      return isUnique ? [...new Map(items.map((item) => [JSON.stringify(item), item])).values()] : items
    }
    case 'map': {
      const keys = ['k', 'env', 'a1'].slice(
        0,
        random.below(3) + (here.some(({ minItems }) => minItems) ? 1 : 0),
      )
      return Object.fromEntries(
        keys.map((key) => [key, draw(random, type.element, `${path}[*]`, all)] as const),
      )
    }
    case 'tuple':
      return type.elements.map((element, index) => draw(random, element, `${path}[${index}]`, all))
    case 'object':
      return Object.fromEntries(
        type.attributes.flatMap(({ name, type: inner, optional }) =>
          optional && !all.isComplete && random.below(2) === 0
            ? []
            : [[name, draw(random, inner, `${path}.${name}`, all)] as const],
        ),
      )
  }
}

function drawText(random: Random, here: readonly ValueConstraint[]): string {
  const patterns = here.flatMap(({ pattern }) => pattern ?? [])
  const pattern = patterns[0]
  if (pattern === undefined) {
    const least = Math.max(0, ...here.map(({ minLength = 0 }) => minLength))
    return random.pick(plainTexts).padEnd(least, 'x')
  }
  try {
    const texts = fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 4, seed: random.below(1e9) })
    // A control for one line takes no line breaks.
    return random.pick(texts).replaceAll(/[\r\n\0]/g, '')
  } catch {
    return random.pick(plainTexts)
  }
}
