import { findKnownSecrets } from '@groundplan/blueprint'
import type { Variable } from '@groundplan/terraform-module'
import { isJsonList, isJsonObject, stringifyJson, type Json } from '@groundplan/terraform-type'

/** Longest default that a blueprint repeats, in characters of JSON. */
const longestDefault = 50_000

/** Longest that all defaults together are: a blueprint of a million characters is not read any more. */
const longestDefaults = 400_000

/** Why a variable's default stays in its module. */
export type KeptDefault = { readonly reason: 'secret'; readonly name: string } | { readonly reason: 'size' }

/**
 * The defaults that must not be copied into the blueprint, by variable: secrets, long ones, and the longest of very many. Terraform
 * still applies them if the input is empty.
 */
export function findKeptDefaults(variables: readonly Variable[]): ReadonlyMap<string, KeptDefault> {
  const kept = new Map<string, KeptDefault>()
  const sizes: (readonly [name: string, size: number])[] = []
  for (const { name, default: given } of variables) {
    if (given === undefined) continue
    const [secret] = textsIn(given.value).flatMap(findKnownSecrets)
    if (secret === undefined) sizes.push([name, stringifyJson(given.value).length])
    else kept.set(name, { reason: 'secret', name: secret.name })
  }
  let total = 0
  for (const [name, size] of sizes.toSorted(([, left], [, right]) => left - right)) {
    total += size
    if (size > longestDefault || total > longestDefaults) kept.set(name, { reason: 'size' })
  }
  return kept
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isJsonList(value)) return value.flatMap(textsIn)
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]) : []
}
