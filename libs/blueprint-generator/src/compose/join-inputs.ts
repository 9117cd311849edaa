import { fromBlueprintRules, toBlueprintRules, type BlueprintInput } from '@groundplan/blueprint'
import {
  acceptsValue,
  parseType,
  printType,
  stringifyJson,
  type TerraformType,
} from '@groundplan/terraform-type'
import type { PartInput } from './part.ts'

/**
 * One field for several inputs of one type: everything that any of them refuses is refused, it is required if one of them
 * requires it, and a secret if one of them is. A definition says how the field is described instead of the parts.
 */
export function joinInputs(inputs: readonly PartInput[], definition?: BlueprintInput): BlueprintInput {
  const [first] = inputs
  if (inputs.length === 1 && first !== undefined && definition === undefined) return first.input
  const all = [...(definition === undefined ? [] : [definition]), ...inputs.map(({ input }) => input)]
  const { text, type } = chooseType(all)
  const rules = joinRules(all.filter((input) => printType(typeOf(input)) === printType(type)))
  const { constraints, ...own } = rules
  const messages = all.flatMap((input) => input['validation-description']?.split('\n') ?? [])
  const hasRules = Object.keys(rules).length > 0
  const joined: BlueprintInput = {
    ...pick('display-name', all),
    type: text,
    ...pick('description', all),
    ...pick('unit', all),
    ...pick('deprecated', definition === undefined ? [] : [definition]),
    ...joinDefaults(definition === undefined ? all : [definition]),
    ...(all.some(({ sensitive }) => sensitive === true) ? { sensitive: true } : {}),
    ...(all.some(({ ephemeral }) => ephemeral === true) ? { ephemeral: true } : {}),
    ...own,
    ...(hasRules && messages.length > 0
      ? { 'validation-description': [...new Set(messages)].join('\n') }
      : pick('validation-description', all)),
    ...(constraints === undefined ? {} : { constraints }),
  }
  return withoutRefusedDefault(withoutSecretDefault(joined), type)
}

function typeOf({ type = 'string' }: BlueprintInput): TerraformType {
  const parsed = parseType(type)
  return parsed.ok ? parsed.type : { kind: 'any' }
}

/** The first type that is not `any`. */
function chooseType(all: readonly BlueprintInput[]): { readonly text: string; readonly type: TerraformType } {
  const types = all.map((input) => ({ text: input.type ?? 'string', type: typeOf(input) }))
  return types.find(({ type }) => type.kind !== 'any') ?? { text: 'any', type: { kind: 'any' } }
}

function joinRules(all: readonly BlueprintInput[]) {
  const lists = all.map((input) => fromBlueprintRules(input)).filter((list) => list.length > 0)
  const different = new Map(lists.map((list) => [stringifyJson(list), list]))
  return toBlueprintRules([...different.values()].flat())
}

function joinDefaults(all: readonly BlueprintInput[]): Pick<BlueprintInput, 'default' | 'optional'> {
  const isRequired = all.some((input) => input.default === undefined && input.optional !== true)
  if (isRequired) return {}
  const given = all.find((input) => input.default !== undefined)
  return given === undefined ? { optional: true } : { default: given.default }
}

function pick<Key extends keyof BlueprintInput>(
  key: Key,
  all: readonly BlueprintInput[],
): Partial<Pick<BlueprintInput, Key>> {
  const value = all.find((input) => input[key] !== undefined)?.[key]
  return (value === undefined ? {} : { [key]: value }) as Partial<Pick<BlueprintInput, Key>>
}

/** A default that the blueprint would show, although the field fills a secret, is none. */
function withoutSecretDefault(input: BlueprintInput): BlueprintInput {
  if (input.sensitive !== true || input.default === undefined || input.default === '') return input
  const { default: _, ...required } = input
  return required
}

/** A default that one of the parts refuses is none. */
function withoutRefusedDefault(input: BlueprintInput, type: TerraformType): BlueprintInput {
  if (input.default === undefined) return input
  if (acceptsValue(type, input.default, { constraints: fromBlueprintRules(input) })) return input
  const { default: _, ...required } = input
  return required
}
