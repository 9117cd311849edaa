import { isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { eachText } from './map-texts.ts'
import { findReferences, onlyReference } from './references.ts'

/**
 * How a document uses an input: as the whole value of a Terraform `variable`, to name the `agent` of a Terraform grain or the
 * `foreign-agent` of another, as `credentials`, or inside of a `text`.
 */
export type InputUse = 'variable' | 'agent' | 'foreign-agent' | 'credentials' | 'text'

/** The uses of each input that outputs, labels and grains refer to. Reads Torque's documents and ours, which have the same shape. */
export function findInputUses({
  grains,
  outputs,
  labels,
}: JsonObject): ReadonlyMap<string, ReadonlySet<InputUse>> {
  const uses = new Map<string, Set<InputUse>>()
  const add = (name: string, use: InputUse) => uses.set(name, (uses.get(name) ?? new Set()).add(use))
  for (const rest of [outputs, labels]) eachText(rest ?? null, (text) => addText(text, add))
  if (!isObject(grains)) return uses
  for (const grain of Object.values(grains)) {
    const { kind } = isObject(grain) ? grain : {}
    eachText(grain, (text, path) => {
      const name = onlyInput(text)
      if (name === undefined) addText(text, add)
      else add(name, useAt(path, kind === 'terraform' || kind === 'opentofu'))
    })
  }
  return uses
}

function addText(text: string, add: (name: string, use: InputUse) => void): void {
  for (const { root, names } of findReferences(text)) {
    const [name] = names
    if (root === 'inputs' && name !== undefined) add(name, 'text')
  }
}

/** The input that a text consists of, as in `'{{ .inputs.x }}'`. */
function onlyInput(text: string): string | undefined {
  const reference = onlyReference(text)
  return reference?.root === 'inputs' && reference.names.length === 1 ? reference.names[0] : undefined
}

function useAt(path: readonly string[], isTerraform: boolean): InputUse {
  const [first, key, step] = path
  if (first !== 'spec') return 'text'
  if ((key === 'agent' || key === 'host') && step === 'name') return isTerraform ? 'agent' : 'foreign-agent'
  if (!isTerraform) return 'text'
  if (key === 'inputs' && path.length === 4) return 'variable'
  return key === 'authentication' && path.length === 3 ? 'credentials' : 'text'
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value)
}
