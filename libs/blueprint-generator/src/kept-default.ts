import { findKnownSecrets } from '@groundplan/blueprint'
import type { Variable } from '@groundplan/terraform-module'
import { isJsonList, isJsonObject, stringifyJson, type Json } from '@groundplan/terraform-type'

/** Longest default that a blueprint repeats, in characters of JSON: a blueprint of a million characters is not read any more. */
const longestDefault = 50_000

/** Why a variable's default stays in its module. */
export type KeptDefault = { readonly reason: 'secret'; readonly name: string } | { readonly reason: 'size' }

/** Whether a default must not be copied into the blueprint. Terraform still applies it if the input is empty. */
export function findKeptDefault({ default: given }: Variable): KeptDefault | undefined {
  if (given === undefined) return undefined
  const [secret] = textsIn(given.value).flatMap(findKnownSecrets)
  if (secret !== undefined) return { reason: 'secret', name: secret.name }
  return stringifyJson(given.value).length > longestDefault ? { reason: 'size' } : undefined
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isJsonList(value)) return value.flatMap(textsIn)
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]) : []
}
