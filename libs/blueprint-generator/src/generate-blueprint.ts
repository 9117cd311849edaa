import { displayName, toBlueprintRules, type Blueprint, type BlueprintInput } from '@groundplan/blueprint'
import type { Output, TerraformModule, Variable } from '@groundplan/terraform-module'
import { acceptsValue, layOutType, type ValueConstraint } from '@groundplan/terraform-type'
import { labelsOf } from './labels-of.ts'
import { withoutIdleNullRules } from './null-rules.ts'

/** Where the module lies: the repository's short name, the directory in it and the full commit id to pin. */
export interface BlueprintSource {
  readonly store: string
  readonly path: string
  readonly commit: string
}

/**
 * Writes the blueprint of one module: every variable becomes an input and every output an output, in declared order. Ephemeral
 * variables are left out, because an environment keeps what it is given.
 */
export function generateBlueprint(module: TerraformModule, name: string, source: BlueprintSource): Blueprint {
  const { variables, outputs, requiredTerraform } = module
  const inputs = variables.filter((variable) => !variable.ephemeral)
  return {
    spec_version: 2,
    ...optional('description', describe(module)),
    metadata: {
      'display-name': titleOf(module) ?? displayName(name),
      ...nonEmpty('blueprint-labels', labelsOf(module)),
    },
    ...nonEmptyRecord(
      'inputs',
      inputs.map((variable) => [variable.name, toInput(variable)]),
    ),
    ...nonEmptyRecord(
      'outputs',
      outputs.map((output) => [output.name, toOutput(output, name)]),
    ),
    grains: {
      [name]: {
        kind: 'terraform',
        spec: {
          source: { store: source.store, path: source.path, commit: source.commit },
          ...optional('version', requiredTerraform.length === 0 ? undefined : requiredTerraform.join(', ')),
          ...nonEmpty(
            'inputs',
            inputs.map((variable) => ({ [variable.name]: `{{ .inputs.${key(variable.name)} }}` })),
          ),
          ...nonEmpty(
            'outputs',
            outputs.map((output) => output.name),
          ),
        },
      },
    },
  }
}

/** A heading that only repeats a directory's name says less than the name in words. */
function titleOf({ readme: { title } }: TerraformModule): string | undefined {
  return title === undefined || /^[a-z0-9_-]+$/.test(title) ? undefined : title
}

function describe({ readme, resources }: TerraformModule): string | undefined {
  if (readme.summary !== undefined) return readme.summary
  const types = [...new Set(resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type))]
  return types.length === 0 ? undefined : `Creates ${types.join(', ')}.`
}

function toInput(variable: Variable): BlueprintInput {
  const all = variable.validations.flatMap(({ constraints }) => constraints)
  const value = inputDefault(variable, all)
  const scope = { type: variable.type, mayBeLeftOut: value.optional === true }
  const { constraints, ...rules } = toBlueprintRules(withoutIdleNullRules(all, scope))
  const messages = variable.validations
    .map(({ errorMessage }) => errorMessage.trim())
    .filter((message) => message !== '')
  return {
    type: layOutType(variable.type),
    ...optional('description', variable.description?.trim() === '' ? undefined : variable.description),
    ...optional('deprecated', variable.deprecated),
    ...value,
    ...(variable.sensitive ? { sensitive: true } : {}),
    ...rules,
    ...optional(
      'validation-description',
      messages.length === 0 ? undefined : [...new Set(messages)].join('\n'),
    ),
    ...optional('constraints', constraints),
  }
}

/**
 * A null default means "may stay empty". A secret's default stays in the module, so that it is not copied around, and so does
 * one that is not of the type. A default that the module itself refuses is none: whoever calls the module must give a value.
 */
function inputDefault(
  { default: given, sensitive, type }: Variable,
  constraints: readonly ValueConstraint[],
): Pick<BlueprintInput, 'default' | 'optional'> {
  if (given === undefined) return {}
  const { value } = given
  if (value !== null && !acceptsValue(type, value)) return { optional: true }
  if (!acceptsValue(type, value, { constraints })) return {}
  return value === null || sensitive ? { optional: true } : { default: value }
}

function toOutput({ name, description, sensitive }: Output, grain: string) {
  return {
    value: `{{ .grains.${key(grain)}.outputs.${key(name)} }}`,
    ...optional('description', description),
    ...(sensitive ? { sensitive: true } : {}),
  }
}

/** A name inside an expression; unusual ones are quoted. */
function key(name: string): string {
  return /^[\w-]+$/.test(name) ? name : `["${name}"]`
}

function optional<Key extends string, Value>(name: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Key, Value>>
}

function nonEmpty<Key extends string, Value>(name: Key, values: readonly Value[]) {
  return optional(name, values.length === 0 ? undefined : [...values])
}

function nonEmptyRecord<Key extends string, Value>(
  name: Key,
  entries: readonly (readonly [string, Value])[],
) {
  return optional(
    name,
    entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, Value>),
  )
}
