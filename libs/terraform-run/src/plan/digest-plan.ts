import { stringifyJson } from '@groundplan/terraform-type'
import type { ResourceChange, TerraformPlan } from './terraform-plan.ts'

/**
 * SHA-256 over what a plan does, in hexadecimal: two plans with the same digest make the same changes, from whatever state. Neither secrets
 * nor the versions of programs are in it; that a secret changes is.
 */
export async function digestPlan(plan: TerraformPlan): Promise<string> {
  const facts = {
    changes: plan.changes
      .filter(({ action }) => action !== 'read')
      .map(factsOf)
      .toSorted(byAddress),
    outputs: plan.outputs.toSorted((left, right) => compareTexts(left.name, right.name)),
    isErrored: plan.isErrored,
  }
  const bytes = new TextEncoder().encode(stringifyJson(facts))
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Without the attributes that stay as they are: a refresh may have read them anew. */
function factsOf({ before: _before, after: _after, reason: _reason, ...facts }: ResourceChange) {
  return {
    ...facts,
    differences: facts.differences.toSorted((left, right) => compareTexts(keyOf(left), keyOf(right))),
  }
}

function keyOf({ path }: ResourceChange['differences'][number]): string {
  return JSON.stringify(path)
}

function byAddress(left: ResourceFacts, right: ResourceFacts): number {
  return compareTexts(left.address, right.address)
}

type ResourceFacts = ReturnType<typeof factsOf>

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
