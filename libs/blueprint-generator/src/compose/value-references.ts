import { findReferences } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'

/** The grains whose outputs a value's expressions use. */
export function listGrains(value: Json): readonly string[] {
  const grains = findReferences(value).flatMap((reference) =>
    reference.kind === 'grain' || reference.kind === 'grain-output' ? [reference.grain] : [],
  )
  return [...new Set(grains)]
}

/** The fields that a value's expressions use. */
export function listFields(value: Json): readonly string[] {
  const names = findReferences(value).flatMap((reference) =>
    reference.kind === 'input' ? [reference.name] : [],
  )
  return [...new Set(names)]
}
