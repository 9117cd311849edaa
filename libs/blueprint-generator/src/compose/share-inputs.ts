import { printType, stringifyJson } from '@groundplan/terraform-type'
import { printPlace, type InputPlace, type SharedInput, type Wire } from './composition-plan.ts'
import { toNameWords } from './name-words.ts'
import type { Part, PartInput } from './part.ts'

/** Names that mean the same to every part of an environment. */
const commonNames: ReadonlySet<string> = new Set(
  (
    'tags labels common_tags default_tags extra_tags region aws_region location environment env stage namespace tenant ' +
    'tenant_id prefix name_prefix project project_id subscription_id account_id resource_group_name cost_centre ' +
    'cost_center owner team application app_name tracing_tags_enabled enable_telemetry'
  ).split(' '),
)

/** Finds inputs that one field of the form can fill in several parts: one name, one type, and the same default or none. */
export function findSharedInputs(parts: readonly Part[], wires: readonly Wire[]): readonly SharedInput[] {
  const isTaken = new Set(wires.map(({ to }) => printPlace(to)))
  const byName = new Map<string, Found[]>()
  for (const { grain, inputs } of parts) {
    for (const input of inputs) {
      const place = { grain, input: input.name }
      if (isTaken.has(printPlace(place))) continue
      const found = byName.get(input.name) ?? []
      found.push({ place, input })
      byName.set(input.name, found)
    }
  }
  return [...byName].flatMap(([name, found]) =>
    found.length > 1 && isSharable(name, found) ? [{ name, for: found.map(({ place }) => place) }] : [],
  )
}

interface Found {
  readonly place: InputPlace
  readonly input: PartInput
}

function isSharable(name: string, found: readonly Found[]): boolean {
  const types = new Set(found.map(({ input }) => printType(input.type)))
  types.delete('any')
  const defaults = new Set(found.map(({ input }) => stringifyJson(input.input.default ?? null)))
  if (found.some(({ input }) => input.required)) defaults.delete('null')
  const isSecret = new Set(found.map(({ input }) => input.input.sensitive === true))
  return (
    types.size <= 1 &&
    defaults.size <= 1 &&
    isSecret.size === 1 &&
    (isCommon(name) || isSharedReference(name, found))
  )
}

function isCommon(name: string): boolean {
  return commonNames.has(name.toLowerCase())
}

/** All parts require the same reference: two parts with a required `vpc_id` rarely use two networks. */
function isSharedReference(name: string, found: readonly Found[]): boolean {
  const { kind, head } = toNameWords(name)
  return head !== undefined && (kind === 'id' || kind === 'arn') && found.every(({ input }) => input.required)
}
