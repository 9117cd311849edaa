import type { TerraformType } from './terraform-type.ts'
import type { ConstraintRules, ValueConstraint } from './value-constraint.ts'

const step = /^(?:\[\*\]|\.([\p{ID_Start}_][\p{ID_Continue}-]*))/u

/** The steps of a constraint path, or `undefined` if it is not one: `[*].port` gives `['*', 'port']`. */
export function parseConstraintPath(path: string): readonly string[] | undefined {
  const steps: string[] = []
  let rest = path
  while (rest !== '') {
    const match = step.exec(rest)
    if (match === null) return undefined
    steps.push(match[1] ?? '*')
    rest = rest.slice(match[0].length)
  }
  return steps
}

/** The type of the value that a constraint path leads to, or `undefined` if the type has no such place. */
export function typeAtPath(type: TerraformType, path: string): TerraformType | undefined {
  let found: TerraformType | undefined = type
  for (const name of parseConstraintPath(path) ?? ['']) {
    if (found?.kind === 'object') found = found.attributes.find((attribute) => attribute.name === name)?.type
    else if (name === '*' && (found?.kind === 'list' || found?.kind === 'set' || found?.kind === 'map'))
      found = found.element
    else return undefined
  }
  return found
}

/** Rules with the way that is left from where one stands to their place. */
export interface PlacedRules {
  readonly steps: readonly string[]
  readonly rules: ConstraintRules
}

/** Constraints with their paths read; what is no path leads nowhere. */
export function placeRules(constraints: readonly ValueConstraint[]): readonly PlacedRules[] {
  return constraints.flatMap(({ path, ...rules }) => {
    const steps = parseConstraintPath(path)
    return steps === undefined ? [] : [{ steps, rules }]
  })
}

/** Those rules that apply where one stands. */
export function rulesHere(placed: readonly PlacedRules[]): readonly ConstraintRules[] {
  return placed.filter(({ steps }) => steps.length === 0).map(({ rules }) => rules)
}

/** Those rules that apply at or below the next step: `*` for the elements, otherwise an attribute's name. */
export function rulesBelow(placed: readonly PlacedRules[], name: string): readonly PlacedRules[] {
  return placed
    .filter(({ steps }) => steps[0] === name)
    .map(({ steps, rules }) => ({ steps: steps.slice(1), rules }))
}
