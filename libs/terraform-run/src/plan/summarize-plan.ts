import type { Difference, OutputChange, PlanAction, ResourceChange, TerraformPlan } from './terraform-plan.ts'

/** A plan in words. */
export interface PlanSummary {
  /** One line: `Creates 2 resources and destroys 1.` */
  readonly headline: string
  /** One line for each change, those that take something away first. */
  readonly lines: readonly string[]
}

/** Describes a plan to a person who does not know Terraform. */
export function summarizePlan(plan: TerraformPlan): PlanSummary {
  const changes = plan.changes
    .filter(({ mode }) => mode === 'managed')
    .toSorted((left, right) => urgency[left.action] - urgency[right.action])
  return {
    headline: printHeadline(plan),
    lines: [...changes.map(describeChange), ...plan.outputs.map(describeOutput)],
  }
}

const urgency: Readonly<Record<PlanAction, number>> = {
  ...{ delete: 0, replace: 1, forget: 2, update: 3, create: 4, none: 5, read: 6 },
}

function printHeadline({ counts, hasChanges, outputs, changes }: TerraformPlan): string {
  const replaced = changes.filter(({ action, mode }) => action === 'replace' && mode === 'managed').length
  const parts = [
    ...part('creates', counts.add - replaced),
    ...part('updates', counts.change),
    ...part('replaces', replaced),
    ...part('destroys', counts.destroy - replaced),
    ...part('takes over', counts.import),
    ...part('forgets', counts.forget),
  ]
  if (parts.length > 0) return `${capitalize(join(parts))}.`
  if (!hasChanges) return 'Nothing changes.'
  return outputs.length > 0 ? 'Only outputs change.' : 'Only addresses change.'
}

function part(verb: string, count: number): readonly string[] {
  return count === 0 ? [] : [`${verb} ${count} ${count === 1 ? 'resource' : 'resources'}`]
}

/** What happens to one resource, as a sentence. */
export function describeChange(change: ResourceChange): string {
  const { address, action, movedFrom, importId } = change
  const moved = movedFrom === undefined ? '' : ` (was ${movedFrom})`
  const imported = importId === undefined ? '' : `Takes over ${address}, which exists as "${importId}". `
  switch (action) {
    case 'create':
      return `Creates ${address}${moved}.`
    case 'read':
      return `Reads ${address}.`
    case 'delete':
      return `Destroys ${address}${because(change.reason)}.`
    case 'forget':
      return `Forgets ${address} without destroying it.`
    case 'update':
      return `${imported}Updates ${address}${moved}: ${listPaths(change.differences)}.`
    case 'replace':
      return `Replaces ${address}${moved}${replacedBecause(change)}, ${
        change.createsFirst === true ? 'the new one first' : 'destroying the old one first'
      }.`
    case 'none':
      return imported === '' ? `Moves ${movedFrom ?? ''} to ${address}.` : imported.trim()
  }
}

function replacedBecause({ differences, reason }: ResourceChange): string {
  const forcing = differences.filter(({ forcesReplacement }) => forcesReplacement)
  if (forcing.length > 0) return ` because ${listPaths(forcing)} cannot change in place`
  return because(reason)
}

/** Reasons of Terraform: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation (`action_reason`). */
const reasons: Readonly<Record<string, string | undefined>> = {
  replace_because_tainted: 'because its creation did not succeed',
  replace_by_request: 'because somebody asked for it',
  replace_by_triggers: 'because something that it depends on changes',
  delete_because_no_resource_config: 'because the module no longer has it',
  delete_because_no_module: 'because its module is no longer called',
  delete_because_wrong_repetition: 'because it is repeated in another way',
  delete_because_count_index: 'because there are fewer of it',
  delete_because_each_key: 'because its key is gone',
}

function because(reason: string | undefined): string {
  const words = reason === undefined ? undefined : reasons[reason]
  return words === undefined ? '' : ` ${words}`
}

/** How many attributes are named. */
const mostNamed = 5

function listPaths(differences: readonly Difference[]): string {
  const names = [...new Set(differences.map(({ path }) => String(path[0] ?? 'everything')))]
  const shown = names.slice(0, mostNamed)
  const more = names.length - shown.length
  return join(more === 0 ? shown : [...shown, `${more} more`])
}

function describeOutput({ name, action }: OutputChange): string {
  const verbs = { create: 'Adds', update: 'Changes', delete: 'Removes' } as const
  return `${verbs[action]} output ${name}.`
}

function join(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
