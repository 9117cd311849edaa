import { evaluate, findReferences, type Blueprint } from '@groundplan/blueprint'
import { stringifyJson, type JsonObject } from '@groundplan/terraform-type'
import type { EnvironmentOutput } from '../model/environment.ts'
import type { GrainTask } from '../ports/grain-runner.ts'

/** The blueprint's outputs as people see them. Those that read a secret have no value; neither have those whose grain is not there. */
export function showOutputs(
  blueprint: Blueprint,
  { scope, secretOutputs }: Pick<GrainTask, 'scope' | 'secretOutputs'>,
): readonly EnvironmentOutput[] {
  return Object.entries(blueprint.outputs ?? {}).map(([name, output]) => {
    const { value: text, kind = 'regular', description, sensitive = false } = output
    const facts = { name, kind, ...(description === undefined ? {} : { description }) }
    if (sensitive || readsSecret(text, blueprint, secretOutputs)) return { ...facts, secret: true }
    const evaluated = evaluate(text, scope)
    if (!evaluated.ok || evaluated.value === null) return facts
    const { value } = evaluated
    return { ...facts, value: typeof value === 'string' ? value : stringifyJson(value) }
  })
}

function readsSecret(
  text: string,
  { inputs = {} }: Pick<Blueprint, 'inputs'>,
  secretOutputs: ReadonlySet<string>,
): boolean {
  return findReferences(text).some((reference) => {
    switch (reference.kind) {
      case 'input':
        return inputs[reference.name]?.sensitive === true || inputs[reference.name]?.ephemeral === true
      case 'grain-output':
        return secretOutputs.has(`${reference.grain}.${reference.output}`)
      case 'grain':
        return [...secretOutputs].some((output) => output.startsWith(`${reference.grain}.`))
      // Whoever reads everything reads the secrets, too.
      case 'all':
        return true
      default:
        return false
    }
  })
}

/** One value for all outputs of a grain. */
export function toOutputValues(
  outputs: Readonly<Record<string, { readonly value: JsonObject[string] }>>,
): JsonObject {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value] as const))
}
