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

/** The type at a constraint path; `undefined` if the path does not exist in the type. */
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

/** Rules with the remaining path to the value they apply to. */
export interface PlacedRules {
  readonly steps: readonly string[]
  readonly rules: ConstraintRules
}

/** Parses the paths of constraints. Invalid paths never match. */
export function placeRules(constraints: readonly ValueConstraint[]): readonly PlacedRules[] {
  return constraints.flatMap(({ path, ...rules }) => {
    const steps = parseConstraintPath(path)
    return steps === undefined ? [] : [{ steps, rules }]
  })
}

/** The rules that apply at the current place. */
export function rulesHere(placed: readonly PlacedRules[]): readonly ConstraintRules[] {
  return placed.filter(({ steps }) => steps.length === 0).map(({ rules }) => rules)
}

/** The rules that apply at or below the next step: `*` for elements, otherwise an attribute name. */
export function rulesBelow(placed: readonly PlacedRules[], name: string): readonly PlacedRules[] {
  return placed
    .filter(({ steps }) => steps[0] === name)
    .map(({ steps, rules }) => ({ steps: steps.slice(1), rules }))
}
