import { isEmptyPlan, type GrainPlan, type PlannedAction } from '../model/run.ts'

/**
 * How a plan that was made again compares with the one that was allowed.
 * - `nothing-left`: applying it does nothing.
 * - `covered`: it does the same, or the rest of it. What an interrupted apply left half created may be replaced.
 * - `different`: it does something else, which has to be decided.
 */
export type PlanComparison = 'nothing-left' | 'covered' | 'different'

export function comparePlans(allowed: GrainPlan, again: GrainPlan): PlanComparison {
  if (isEmptyPlan(again)) return 'nothing-left'
  const before = new Map(allowed.actions.map((action) => [action.address, action]))
  const isCovered = again.actions.every((action) => covers(before.get(action.address), action))
  return isCovered && (allowed.changesOutputs || !again.changesOutputs || again.actions.length > 0)
    ? 'covered'
    : 'different'
}

function covers(allowed: PlannedAction | undefined, { action, type }: PlannedAction): boolean {
  if (action === 'read') return true
  if (allowed === undefined || allowed.type !== type) return false
  if (allowed.action === action) return true
  switch (allowed.action) {
    // Created in part, and marked so by the tool: it belongs to nobody yet.
    case 'create':
      return action === 'replace'
    // Half way: the old one is gone.
    case 'replace':
      return action === 'create'
    default:
      return false
  }
}
