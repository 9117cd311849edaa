import { acceptsValue, parseType, typeAtPath, type TerraformType } from '@groundplan/terraform-type'
import type { BlueprintInput, BlueprintRules, BlueprintRuleSet } from '../blueprint.ts'
import { fromBlueprintRules } from '../rules.ts'
import { checkRanges } from './check-ranges.ts'
import { checkRuleTypes } from './check-rule-types.ts'
import { findPatternProblem } from './find-pattern-problem.ts'
import type { Finding } from './finding.ts'
import { shorten } from './shape/name-value.ts'

/** Checks that type, rules and default of an input are consistent. */
export function checkInput(name: string, input: BlueprintInput): readonly Finding[] {
  const path = ['inputs', name]
  const parsed = parseType(input.type ?? 'string')
  if (!parsed.ok) {
    const message = `Invalid type for input "${name}": ${parsed.message}.`
    return [
      { rule: 'type', path: [...path, 'type'], message, hint: 'Use a Terraform type, e.g. list(string).' },
    ]
  }
  const places = listPlaces(input, path, '')
  const findings = places.flatMap((place) => checkPlace(name, parsed.type, place))
  const unreadable = findings.some(({ rule }) => rule === 'pattern')
  return unreadable ? findings : [...findings, ...checkDefault(name, parsed.type, input)]
}

/** One group of rules in the file, and the path of the values they apply to. */
export interface RulePlace {
  readonly rules: BlueprintRules
  readonly at: readonly string[]
  /** Absent for the keys of maps, which no path names. */
  readonly valuePath: string | undefined
}

function listPlaces(
  set: BlueprintRuleSet,
  at: readonly string[],
  valuePath: string | undefined,
): readonly RulePlace[] {
  const alternatives = (['all-of', 'any-of', 'not'] as const).flatMap((key) =>
    (set[key] ?? []).flatMap((inner, index) => listPlaces(inner, [...at, key, String(index)], valuePath)),
  )
  return [
    { rules: set, at, valuePath },
    ...alternatives,
    ...(set.keys === undefined ? [] : listPlaces(set.keys, [...at, 'keys'], undefined)),
    ...Object.entries(set.constraints ?? {}).flatMap(([path, inner]) =>
      listPlaces(inner, [...at, 'constraints', path], valuePath === undefined ? undefined : valuePath + path),
    ),
  ]
}

function checkPlace(name: string, type: TerraformType, place: RulePlace): readonly Finding[] {
  const { at, valuePath } = place
  const found: TerraformType | undefined =
    valuePath === undefined ? { kind: 'string' } : typeAtPath(type, valuePath)
  if (found === undefined) {
    const message = `The path "${shorten(valuePath ?? '')}" does not exist in the type of input "${name}".`
    const hint = 'Use a path that exists in the type, e.g. `[*].port` or `.name`.'
    return [{ rule: 'constraint-path', path: at, message, hint }]
  }
  return [...checkPattern(name, place), ...checkRuleTypes(name, found, place), ...checkRanges(name, place)]
}

function checkPattern(name: string, { rules: { pattern }, at }: RulePlace): readonly Finding[] {
  const problem = pattern === undefined ? undefined : findPatternProblem(pattern)
  if (problem === undefined) return []
  const { rule, said, hint } = problem
  return [{ rule, path: [...at, 'pattern'], message: `The pattern of input "${name}" ${said}.`, hint }]
}

function checkDefault(name: string, type: TerraformType, input: BlueprintInput): readonly Finding[] {
  const problem = input.default === undefined ? undefined : describeProblem(type, input, input.default)
  if (problem === undefined) return []
  const [said, hint] = problem
  const message = `The default of input "${name}" ${said}.`
  return [{ rule: 'default', path: ['inputs', name, 'default'], message, hint }]
}

/** Why an input does not take a value; `undefined` if it does. */
export function findValueProblem(
  input: BlueprintInput,
  value: NonNullable<BlueprintInput['default']> | null,
): { readonly said: string; readonly hint: string } | undefined {
  const parsed = parseType(input.type ?? 'string')
  const problem = parsed.ok ? describeProblem(parsed.type, input, value) : undefined
  return problem && { said: problem[0], hint: problem[1] }
}

function describeProblem(
  type: TerraformType,
  input: BlueprintInput,
  value: NonNullable<BlueprintInput['default']> | null,
): readonly [said: string, hint: string] | undefined {
  const { 'allowed-values': allowed } = input
  if (!acceptsValue(type, value))
    return ['does not match its type', `Use a value of type ${shorten(input.type ?? 'string')}.`]
  if (
    allowed !== undefined &&
    !acceptsValue(type, value, { constraints: [{ path: '', allowedValues: allowed }] })
  )
    return [
      'is not among its allowed values',
      'Add it to `allowed-values`, or use one of the allowed values.',
    ]
  const constraints = fromBlueprintRules(input)
  return acceptsValue(type, value, { constraints })
    ? undefined
    : ['violates its rules', 'Change the default, or the rule that it violates.']
}
