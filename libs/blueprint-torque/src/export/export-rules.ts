import {
  describeRules,
  fromBlueprintRules,
  type BlueprintInput,
  type BlueprintRules,
} from '@groundplan/blueprint'
import type { TerraformType } from '@groundplan/terraform-type'
import { numberPattern, wholeNumberPattern } from '../patterns.ts'
import { quote, type Report } from '../report.ts'
import type { TorqueInput } from './torque-input.ts'

type TorqueRules = Pick<TorqueInput, 'style' | 'pattern' | 'allowed-values'>

interface ExportedRules {
  readonly exported: TorqueRules
  /** Descriptions of rules that Torque cannot check. */
  readonly unsupported: readonly string[]
}

/** Converts the rules of an input to Torque's: a pattern, a choice. Warns about each rule that Torque does not support. */
export function exportRules(
  name: string,
  input: BlueprintInput,
  type: TerraformType,
  report: Report,
): ExportedRules {
  const { exported, keys } = chooseWords(input, type)
  const warn = (path: readonly string[], words: string | undefined) => {
    if (words === undefined) return
    const message = `Torque cannot check a rule of input ${quote(name)}; it is added to the description: ${words}.`
    report.warn(['inputs', name, ...path], 'unchecked-rule', message)
  }
  const unsupported = ruleKeys.filter((key) => input[key] !== undefined && !keys.includes(key))
  for (const key of unsupported) warn([key], describeRules({ [key]: input[key] }))
  const own = describeRules(Object.fromEntries(unsupported.map((key) => [key, input[key]])))
  const inside = Object.entries(input.constraints ?? {}).flatMap(([path, rules]) => {
    if (exported.style === 'multi-select' && path === '[*]') return []
    const words = describeRules(rules)
    if (words === undefined) return []
    warn(['constraints', path], `${path} ${words}`)
    return [`${path} ${words}`]
  })
  return { exported, unsupported: own === undefined ? inside : [own, ...inside] }
}

const ruleKeys = [
  ...(['not-null', 'allowed-values', 'format', 'pattern', 'minimum', 'maximum'] as const),
  ...(['exclusive-minimum', 'exclusive-maximum', 'multiple-of', 'min-length', 'max-length'] as const),
  ...(['min-items', 'max-items', 'unique-items', 'keys', 'all-of', 'any-of', 'not'] as const),
] as const satisfies readonly (keyof BlueprintRules)[]

/** The supported rules, and the keys that they cover. */
function chooseWords(
  input: BlueprintInput,
  type: TerraformType,
): { readonly exported: TorqueRules; readonly keys: readonly (keyof BlueprintRules)[] } {
  const { 'allowed-values': allowed } = input
  // Torque gives no null where a value is required.
  const always = input.optional === true ? [] : (['not-null'] as const)
  const choice = allowed === undefined ? {} : { 'allowed-values': unique(allowed.map(String)) }
  switch (type.kind) {
    case 'bool':
      return {
        exported: { 'allowed-values': ['true', 'false'], ...choice },
        keys: [...always, 'allowed-values'],
      }
    case 'number':
      return allowed === undefined
        ? { exported: { pattern: numberPatternOf(input) }, keys: [...always, ...wholeNumberKey(input)] }
        : { exported: choice, keys: [...always, 'allowed-values'] }
    case 'string':
      return {
        exported: { ...choice, ...textPattern(input) },
        keys: [...always, 'allowed-values', ...patternKey(input)],
      }
    case 'any':
      return { exported: choice, keys: [...always, 'allowed-values'] }
    default:
      return { exported: multiSelect(input, type), keys: always }
  }
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}

function numberPatternOf(input: BlueprintInput): string {
  return input['multiple-of'] === 1 ? wholeNumberPattern : numberPattern
}

function wholeNumberKey(input: BlueprintInput): readonly 'multiple-of'[] {
  return input['multiple-of'] === 1 ? ['multiple-of'] : []
}

/** A pattern or a format; of both, only the pattern finds room. */
function patternKey({ pattern, format }: BlueprintInput): readonly ('pattern' | 'format')[] {
  if (pattern !== undefined) return ['pattern']
  return format === undefined ? [] : ['format']
}

function textPattern(input: BlueprintInput): TorqueRules {
  const [key] = patternKey(input)
  if (key === undefined) return {}
  const [constraint] = fromBlueprintRules({ [key]: input[key] })
  return constraint?.pattern === undefined ? {} : { pattern: constraint.pattern }
}

/** A list of strings with fixed options becomes a Torque multi-select, which returns a JSON list. */
function multiSelect(input: BlueprintInput, type: TerraformType): TorqueRules {
  const { constraints = {}, default: value = null, optional = false } = input
  const isOfTexts = (type.kind === 'list' || type.kind === 'set') && type.element.kind === 'string'
  const { 'allowed-values': allowed, ...further } = constraints['[*]'] ?? {}
  // An empty choice is a list too: null cannot be exported.
  if (!isOfTexts || allowed === undefined || (optional && value === null)) return {}
  const hasMore = Object.keys(further).some((key) => key !== 'not-null')
  return hasMore ? {} : { style: 'multi-select', 'allowed-values': unique(allowed.map(String)) }
}
