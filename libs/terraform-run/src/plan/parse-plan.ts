import { listDifferences } from './list-differences.ts'
import { maskValue } from './mask-value.ts'
import { readPlanJson, type ChangeJson, type PlanJson, type ResourceChangeJson } from './plan-json.ts'
import type {
  ChangeCounts,
  OutputChange,
  PlanAction,
  ResourceChange,
  TerraformPlan,
} from './terraform-plan.ts'

/** Parses what `terraform show -json` prints of a plan. Throws ExternalServiceError if it is no plan, or in an unknown format. */
export function parsePlan(text: string): TerraformPlan {
  return toPlan(readPlanJson(text))
}

export function toPlan(json: PlanJson): TerraformPlan {
  const changes = (json.resource_changes ?? []).map(toChange).filter(isChange)
  const outputs = Object.entries(json.output_changes ?? {}).flatMap(([name, change]) =>
    toOutput(name, change),
  )
  const drift = (json.resource_drift ?? []).map(toChange).filter(isChange)
  return {
    terraformVersion: json.terraform_version ?? '',
    ...{ changes, outputs, drift, counts: countChanges(changes) },
    hasChanges: changes.some(({ action }) => action !== 'read') || outputs.length > 0,
    isErrored: json.errored === true,
  }
}

function isChange({ action, movedFrom, importId }: ResourceChange): boolean {
  return action !== 'none' || movedFrom !== undefined || importId !== undefined
}

function toChange(json: ResourceChangeJson): ResourceChange {
  const { change } = json
  const action = toAction(change.actions)
  const raw = {
    ...{ before: change.before, after: change.after, afterUnknown: change.after_unknown },
    ...{ beforeSensitive: change.before_sensitive, afterSensitive: change.after_sensitive },
    replacePaths: change.replace_paths ?? [],
  }
  const isAway = action === 'delete' || action === 'forget'
  return {
    address: json.deposed === undefined ? json.address : `${json.address} (deposed ${json.deposed})`,
    ...(json.module_address === undefined ? {} : { module: json.module_address }),
    mode: json.mode === 'data' ? 'data' : 'managed',
    ...{ type: json.type, name: json.name, provider: json.provider_name ?? '' },
    ...(json.index === undefined ? {} : { index: json.index }),
    action,
    ...(action === 'replace' ? { createsFirst: change.actions[0] === 'create' } : {}),
    ...(json.previous_address === undefined ? {} : { movedFrom: json.previous_address }),
    ...(change.importing === undefined ? {} : { importId: change.importing.id ?? '' }),
    ...(json.action_reason === undefined ? {} : { reason: json.action_reason }),
    ...(change.before === null ? {} : { before: maskValue(change.before, change.before_sensitive) }),
    ...(isAway ? {} : { after: maskValue(change.after, change.after_sensitive, change.after_unknown) }),
    differences: action === 'none' ? [] : listDifferences(raw),
  }
}

/** Terraform describes a replacement as a pair: https://developer.hashicorp.com/terraform/internals/json-format#change-representation. */
function toAction(actions: readonly string[]): PlanAction {
  const [first, second] = actions
  if (second !== undefined) return first === 'create' && second === 'forget' ? 'create' : 'replace'
  switch (first) {
    case 'create':
    case 'read':
    case 'update':
    case 'delete':
    case 'forget':
      return first
    default:
      return 'none'
  }
}

function toOutput(name: string, change: ChangeJson): readonly OutputChange[] {
  const action = toAction(change.actions)
  if (action !== 'create' && action !== 'update' && action !== 'delete') return []
  const { before, after, before_sensitive, after_sensitive, after_unknown } = change
  return [
    {
      ...{ name, action, isSensitive: before_sensitive === true || after_sensitive === true },
      ...(action === 'create' ? {} : { before: maskValue(before, before_sensitive) }),
      ...(action === 'delete' ? {} : { after: maskValue(after, after_sensitive, after_unknown) }),
    },
  ]
}

function countChanges(changes: readonly ResourceChange[]): ChangeCounts {
  const count = (...actions: readonly PlanAction[]) =>
    changes.filter(({ action, mode }) => mode === 'managed' && actions.includes(action)).length
  return {
    add: count('create', 'replace'),
    change: count('update'),
    destroy: count('delete', 'replace'),
    import: changes.filter(({ importId }) => importId !== undefined).length,
    forget: count('forget'),
  }
}
