import { isJsonList, isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { terraformGrains, type GrainSource } from '../blueprint.ts'
import { evaluate } from '../expressions/evaluate.ts'
import { findReferences } from '../expressions/references.ts'
import { isSecretInput, openValues, type LaunchValues } from './launch-values.ts'
import { printHclText, printHclValue } from './print-tfvars.ts'

/**
 * Prints the blueprint's Terraform as `module` blocks with the same values, for a configuration of one's own. Outputs of another grain
 * become references to its module, secret inputs variables. The address of a repository is not part of a blueprint: a comment asks for it.
 */
export function printModuleBlocks(launch: LaunchValues): string {
  const variables = new Set<string>()
  const modules = terraformGrains(launch.blueprint).map(([grain, { spec }]) => {
    const inputs = (spec.inputs ?? []).flatMap((pair) => Object.entries(pair))
    const lines = inputs.flatMap(([name, value]) => printArgument(name, value, { launch, variables }))
    return [`module ${printHclText(grain)} {`, ...printSource(spec.source), ...lines, '}', ''].join('\n')
  })
  const declared = [...variables].map((name) => {
    const type = launch.blueprint.inputs?.[name]?.type ?? 'string'
    return `variable ${printHclText(name)} {\n  type      = ${type}\n  sensitive = true\n}\n`
  })
  return [...modules, ...declared].join('\n')
}

function printSource({ store, path, commit, tag, branch }: GrainSource): readonly string[] {
  const folder = path === '.' ? '' : `//${path}`
  const ref = commit ?? tag ?? branch
  const address = `git::REPOSITORY${folder}${ref === undefined ? '' : `?ref=${ref}`}`
  return [
    `  # Replace REPOSITORY with the clone URL of ${JSON.stringify(store)}.`,
    `  source = ${printHclText(address)}`,
  ]
}

interface Printing {
  readonly launch: LaunchValues
  /** Collects secret inputs that become variables. */
  readonly variables: Set<string>
}

const wholeInput = /^\{\{-?\s*\.inputs\.([\w-]+)\s*-?\}\}$/
const wholeOutput = /^\{\{-?\s*\.grains\.([\w-]+)\.outputs\.([\w-]+)\s*-?\}\}$/

/** One argument; none where it would be null. */
function printArgument(name: string, value: Json, { launch, variables }: Printing): readonly string[] {
  const text = typeof value === 'string' ? value.trim() : ''
  const [, input] = wholeInput.exec(text) ?? []
  if (input !== undefined && isSecretInput(launch.blueprint, input)) {
    variables.add(input)
    return [`  ${name} = var.${input} # secret, left out`]
  }
  const [, grain, output] = wholeOutput.exec(text) ?? []
  if (grain !== undefined) return [`  ${name} = module.${grain}.${output}`]
  const found = isComputable(value, launch) ? compute(value, inputScope(launch)) : undefined
  if (found === undefined) return [`  # ${name} = ${JSON.stringify(value)} is computed by Groundplan`]
  return found === null ? [] : [`  ${name} = ${printHclValue(found, '  ')}`]
}

/** True if nothing but the values of inputs that are not secret is needed. */
function isComputable(value: Json, { blueprint }: LaunchValues): boolean {
  return findReferences(value).every(
    (reference) => reference.kind === 'input' && !isSecretInput(blueprint, reference.name),
  )
}

/** Every input, with its default or null where it is not set. */
function inputScope(launch: LaunchValues): JsonObject {
  const given = new Map(openValues(launch))
  return Object.fromEntries(
    Object.entries(launch.blueprint.inputs ?? {}).map(([name, input]) => [
      name,
      given.get(name) ?? input?.default ?? null,
    ]),
  )
}

/** `undefined` if an expression in it has no value. */
function compute(value: Json, inputs: JsonObject): Json | undefined {
  if (typeof value === 'string') {
    const evaluated = evaluate(value, { inputs })
    return evaluated.ok ? evaluated.value : undefined
  }
  if (isJsonList(value)) {
    const items = value.map((item) => compute(item, inputs))
    return items.every((item) => item !== undefined) ? items : undefined
  }
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, compute(item, inputs)] as const)
  return entries.every(([, item]) => item !== undefined)
    ? (Object.fromEntries(entries) as JsonObject)
    : undefined
}
