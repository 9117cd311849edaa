import type { GrainResource, NewGrainPlan } from '@groundplan/environment'
import {
  sensitiveMark,
  type PlanAction,
  type ResourceChange,
  type ResourceFacts,
  type StateResource,
} from '@groundplan/terraform-run'
import { isJsonObject } from '@groundplan/terraform-type'

type PlannedAction = NewGrainPlan['actions'][number]

/** What people call what Terraform does; absent: nothing happens to the resource. */
const actions: Readonly<Record<PlanAction, PlannedAction['action'] | undefined>> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'destroy',
  read: 'read',
  // Terraform lets go of it, and nothing happens to it.
  forget: undefined,
  none: undefined,
}

export function toAction({ address, type, action: planned }: ResourceChange): PlannedAction | undefined {
  const action = actions[planned]
  return action && { address, type, action }
}

/** `undefined` for what was only looked up. */
export function toResource(
  resource: StateResource,
  describe: (resource: StateResource) => ResourceFacts,
): GrainResource | undefined {
  const { address, type, mode, attributes } = resource
  if (mode !== 'managed') return undefined
  const id = isJsonObject(attributes) ? attributes['id'] : undefined
  return {
    ...{ address, type },
    ...(typeof id === 'string' && id !== sensitiveMark ? { id } : {}),
    ...describe(resource),
  }
}
