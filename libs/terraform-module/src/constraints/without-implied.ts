import type { Predicate } from './predicate.ts'

/** Junctions with more items than this are left as they are. */
const maximumItems = 12

/**
 * The items without those that say nothing beside another one: of `a` and `a or b`, joined by "and", only `a` is left; joined
 * by "or", only `a or b`. Of two that say the same the first one stays.
 */
export function withoutImplied(kind: 'and' | 'or', items: readonly Predicate[]): readonly Predicate[] {
  if (items.length > maximumItems || !items.some(isCompound)) return items
  const kept = [...items]
  for (let index = kept.length - 1; index >= 0; index -= 1) {
    const [item] = kept.splice(index, 1)
    if (item === undefined) continue
    const others: Predicate = { kind, items: kept, size: 1 }
    const isNeedless = kept.length > 0 && (kind === 'and' ? implies(others, item) : implies(item, others))
    if (!isNeedless) kept.splice(index, 0, item)
  }
  return kept
}

function isCompound({ kind }: Predicate): boolean {
  return kind === 'and' || kind === 'or' || kind === 'every' || kind === 'some'
}

/** True if the first implies the second, judged by their shapes. */
function implies(left: Predicate, right: Predicate): boolean {
  if (left.kind === 'or') return left.items.every((item) => implies(item, right))
  if (right.kind === 'and') return right.items.every((item) => implies(left, item))
  if (left.kind === 'and' && left.items.some((item) => implies(item, right))) return true
  if (right.kind === 'or') return right.items.some((item) => implies(left, item))
  if (left.kind === 'every' || left.kind === 'some')
    return right.kind === left.kind && left.place.path === right.place.path && implies(left.body, right.body)
  return isSame(left, right)
}

function isSame(left: Predicate, right: Predicate): boolean {
  if (left === right) return true
  if (left.kind === 'rule') {
    if (right.kind !== 'rule' || left.negated !== right.negated) return false
    if (left.place.path !== right.place.path) return false
    return left.rules === right.rules || JSON.stringify(left.rules) === JSON.stringify(right.rules)
  }
  if (left.kind !== 'present' && left.kind !== 'absent') return false
  return right.kind === left.kind && left.place.path === right.place.path
}
