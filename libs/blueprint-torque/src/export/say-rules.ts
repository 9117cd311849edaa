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

type Said = Pick<TorqueInput, 'style' | 'pattern' | 'allowed-values'>

interface SaidRules {
  readonly said: Said
  /** In words, what Torque cannot check. */
  readonly unsaid: readonly string[]
}

/** The rules of an input in Torque's words: a pattern, a choice. A warning for each rule that it has no word for. */
export function sayRules(
  name: string,
  input: BlueprintInput,
  type: TerraformType,
  report: Report,
): SaidRules {
  const { said, keys } = chooseWords(input, type)
  const tell = (path: readonly string[], words: string | undefined) => {
    if (words === undefined) return
    const message = `Torque cannot check a rule of input ${quote(name)}; it is added to the description: ${words}.`
    report.warn(['inputs', name, ...path], 'unchecked-rule', message)
  }
  const unsaid = ruleKeys.filter((key) => input[key] !== undefined && !keys.includes(key))
  for (const key of unsaid) tell([key], describeRules({ [key]: input[key] }))
  const own = describeRules(Object.fromEntries(unsaid.map((key) => [key, input[key]])))
  const inside = Object.entries(input.constraints ?? {}).flatMap(([path, rules]) => {
    if (said.style === 'multi-select' && path === '[*]') return []
    const words = describeRules(rules)
    if (words === undefined) return []
    tell(['constraints', path], `${path} ${words}`)
    return [`${path} ${words}`]
  })
  return { said, unsaid: own === undefined ? inside : [own, ...inside] }
}

const ruleKeys = [
  ...(['not-null', 'allowed-values', 'format', 'pattern', 'minimum', 'maximum'] as const),
  ...(['exclusive-minimum', 'exclusive-maximum', 'multiple-of', 'min-length', 'max-length'] as const),
  ...(['min-items', 'max-items', 'unique-items', 'keys', 'all-of', 'any-of', 'not'] as const),
] as const satisfies readonly (keyof BlueprintRules)[]

/** What can be said, and the keys that are said with it. */
function chooseWords(
  input: BlueprintInput,
  type: TerraformType,
): { readonly said: Said; readonly keys: readonly (keyof BlueprintRules)[] } {
  const { 'allowed-values': allowed } = input
  // Torque gives no null where a value is required.
  const always = input.optional === true ? [] : (['not-null'] as const)
  const choice = allowed === undefined ? {} : { 'allowed-values': unique(allowed.map(String)) }
  switch (type.kind) {
    case 'bool':
      return {
        said: { 'allowed-values': ['true', 'false'], ...choice },
        keys: [...always, 'allowed-values'],
      }
    case 'number':
      return allowed === undefined
        ? { said: { pattern: numberPatternOf(input) }, keys: [...always, ...wholeNumberKey(input)] }
        : { said: choice, keys: [...always, 'allowed-values'] }
    case 'string':
      return {
        said: { ...choice, ...textPattern(input) },
        keys: [...always, 'allowed-values', ...patternKey(input)],
      }
    case 'any':
      return { said: choice, keys: [...always, 'allowed-values'] }
    default:
      return { said: multiSelect(input, type), keys: always }
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

function textPattern(input: BlueprintInput): Said {
  const [key] = patternKey(input)
  if (key === undefined) return {}
  const [constraint] = fromBlueprintRules({ [key]: input[key] })
  return constraint?.pattern === undefined ? {} : { pattern: constraint.pattern }
}

/** A list of texts of which each is one of several is what Torque calls a multi-select: it gives a JSON list. */
function multiSelect(input: BlueprintInput, type: TerraformType): Said {
  const { constraints = {}, default: value = null, optional = false } = input
  const isOfTexts = (type.kind === 'list' || type.kind === 'set') && type.element.kind === 'string'
  const { 'allowed-values': allowed, ...further } = constraints['[*]'] ?? {}
  // Nothing chosen is a list too: null could not be said.
  if (!isOfTexts || allowed === undefined || (optional && value === null)) return {}
  const hasMore = Object.keys(further).some((key) => key !== 'not-null')
  return hasMore ? {} : { style: 'multi-select', 'allowed-values': unique(allowed.map(String)) }
}
