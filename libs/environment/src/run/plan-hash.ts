import { stringifyJson } from '@groundplan/terraform-type'
import type { Run } from '../model/run.ts'

/**
 * SHA-256 of what somebody approves, in hexadecimal: blueprint version, inputs, and the plans that wait. Secret inputs count by their
 * sealed values, which are replaced whenever they are set, and stored plans by their digests.
 */
export async function hashPlan({
  kind,
  target,
  grains,
}: Pick<Run, 'kind' | 'target' | 'grains'>): Promise<string> {
  const plans = grains.flatMap(({ name, goal, plan }) =>
    plan?.decision === 'waiting' ? [{ name, goal, actions: plan.actions, digest: plan.digest }] : [],
  )
  const text = stringifyJson({ kind, blueprint: target.blueprint, inputs: sortInputs(target.inputs), plans })
  return digestHex(new TextEncoder().encode(text))
}

/** SHA-256 in hexadecimal. */
export async function digestHex(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** In a database the keys of an object have no order of ours. */
function sortInputs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortInputs)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sortInputs(inner)] as const)
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)))
}
