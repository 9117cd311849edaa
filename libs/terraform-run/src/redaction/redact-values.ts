import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import type { OutputChange, ResourceChange, TerraformPlan } from '../plan/terraform-plan.ts'
import type { StateSummary } from '../state/terraform-state-summary.ts'

/** Masks secrets in a text. */
export type Redact = (text: string) => string

/**
 * A plan without secrets that Terraform does not know as such: a blueprint may call an input sensitive whose variable is not. Addresses stay
 * as they are.
 */
export function redactPlan(plan: TerraformPlan, redact: Redact): TerraformPlan {
  const redactChange = (change: ResourceChange): ResourceChange => ({
    ...redactBoth(change, redact),
    differences: change.differences.map((difference) => redactBoth(difference, redact)),
  })
  return {
    ...plan,
    changes: plan.changes.map(redactChange),
    drift: plan.drift.map(redactChange),
    outputs: plan.outputs.map((output): OutputChange => redactBoth(output, redact)),
  }
}

/** The same for the resources of a state. */
export function redactState(state: StateSummary, redact: Redact): StateSummary {
  return {
    ...state,
    resources: state.resources.map((resource) => ({
      ...resource,
      attributes: redactJson(resource.attributes, redact),
    })),
  }
}

function redactBoth<Change extends { readonly before?: Json; readonly after?: Json }>(
  change: Change,
  redact: Redact,
): Change {
  return {
    ...change,
    ...(change.before === undefined ? {} : { before: redactJson(change.before, redact) }),
    ...(change.after === undefined ? {} : { after: redactJson(change.after, redact) }),
  }
}

/** Keys of maps as well: secrets may be there. */
function redactJson(value: Json, redact: Redact): Json {
  if (typeof value === 'string') return redact(value)
  if (isJsonList(value)) return value.map((item) => redactJson(item, redact))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactJson(item, redact)]),
  )
}
