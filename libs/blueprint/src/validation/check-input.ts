import { acceptsValue, parseType, typeAtPath, type TerraformType } from '@groundplan/terraform-type'
import type { BlueprintInput, BlueprintRules, BlueprintRuleSet } from '../blueprint.ts'
import type { Finding } from './finding.ts'
import { fromBlueprintRules } from '../rules.ts'

/** Checks that the parts of one input fit together: type, rules and default. */
export function checkInput(name: string, input: BlueprintInput): readonly Finding[] {
  const path = ['inputs', name]
  const parsed = parseType(input.type ?? 'string')
  if (!parsed.ok) {
    const message = `The type of input "${name}" cannot be read: ${parsed.message}.`
    const hint = 'Write a Terraform type, e.g. list(string).'
    return [{ severity: 'error', rule: 'type', path: [...path, 'type'], message, hint }]
  }
  const places = listPlaces(input, path, '')
  const findings = [
    ...places.flatMap((place) => checkPath(name, parsed.type, place)),
    ...places.flatMap((place) => checkPattern(name, place)),
  ]
  const unreadable = findings.some(({ rule }) => rule === 'pattern')
  return unreadable ? findings : [...findings, ...checkDefault(name, parsed.type, input)]
}

/** One group of rules in the file, and the path of the values that they are about. */
interface Place {
  readonly rules: BlueprintRules
  readonly at: readonly string[]
  /** Absent for the keys of maps, which no path names. */
  readonly valuePath: string | undefined
}

function listPlaces(
  set: BlueprintRuleSet,
  at: readonly string[],
  valuePath: string | undefined,
): readonly Place[] {
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

function checkPath(name: string, type: TerraformType, { at, valuePath }: Place): readonly Finding[] {
  if (valuePath === undefined || typeAtPath(type, valuePath) !== undefined) return []
  const message = `The type of input "${name}" has no place "${valuePath}".`
  return [{ severity: 'error', rule: 'constraint-path', path: at, message }]
}

function checkPattern(name: string, { rules: { pattern }, at }: Place): readonly Finding[] {
  if (pattern === undefined || isPattern(pattern)) return []
  const message = `The pattern of input "${name}" is not a regular expression.`
  return [{ severity: 'error', rule: 'pattern', path: [...at, 'pattern'], message }]
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

function checkDefault(name: string, type: TerraformType, input: BlueprintInput): readonly Finding[] {
  const problem = input.default === undefined ? undefined : describeProblem(type, input, input.default)
  if (problem === undefined) return []
  const message = `The default of input "${name}" ${problem}.`
  return [{ severity: 'error', rule: 'default', path: ['inputs', name, 'default'], message }]
}

function describeProblem(
  type: TerraformType,
  input: BlueprintInput,
  value: NonNullable<BlueprintInput['default']> | null,
): string | undefined {
  const { 'allowed-values': allowed } = input
  if (!acceptsValue(type, value)) return 'is not of its type'
  if (
    allowed !== undefined &&
    !acceptsValue(type, value, { constraints: [{ path: '', allowedValues: allowed }] })
  )
    return 'is not among its allowed values'
  const constraints = fromBlueprintRules(input)
  return acceptsValue(type, value, { constraints }) ? undefined : 'does not keep to its rules'
}
