import { parseExpression } from '../expression/parse-expression.ts'
import type { ExpandedBlock } from './define.ts'

/** The instances of a block; undefined if they depend on anything. */
type Instances =
  | { readonly kind: 'single' }
  | { readonly kind: 'numbered'; readonly count: number }
  | { readonly kind: 'keyed'; readonly keys: ReadonlySet<string> }
  | undefined

export interface Repetition {
  readonly before: ExpandedBlock
  readonly after: ExpandedBlock
  /** Whose `count` and `for_each` it is: empty for the block's own, otherwise the beginning of the settings' paths. */
  readonly owner: string
  /** True if the block has another address now. */
  readonly isMoved: boolean
}

/** True if every instance that there was is there still, at its address or where Terraform moves it by itself. */
export function keepsInstances({ before, after, owner, isMoved }: Repetition): boolean {
  const [old, now] = [before, after].map((block) => readInstances(block, owner))
  if (old === undefined || now === undefined) return false
  if (old.kind === 'keyed' && old.keys.size === 0) return true
  if (old.kind === 'numbered' && old.count === 0) return true
  if (old.kind === 'keyed') return now.kind === 'keyed' && [...old.keys].every((key) => now.keys.has(key))
  if (now.kind === 'keyed') return false
  // A single resource becomes the first of several and the other way round, but a called module does not, nor what has moved.
  if (old.kind !== now.kind && (owner !== '' || isMoved)) return false
  return sizeOf(now) >= sizeOf(old)
}

function sizeOf(instances: Exclude<Instances, { kind: 'keyed' } | undefined>): number {
  return instances.kind === 'single' ? 1 : instances.count
}

function readInstances({ settings }: ExpandedBlock, owner: string): Instances {
  const find = (name: string) => settings.find(({ path }) => path === owner + name)?.expression
  const [count, forEach] = [find('count'), find('for_each')]
  if (count === undefined) return forEach === undefined ? { kind: 'single' } : readKeys(forEach)
  const tree = parseExpression(count)
  return tree?.kind === 'literal' && typeof tree.value === 'number'
    ? { kind: 'numbered', count: tree.value }
    : undefined
}

/** Keys of `toset(["a"])` and `{ a = … }`, where they are written out. */
function readKeys(expression: string): Instances {
  const tree = parseExpression(expression)
  if (tree?.kind === 'object') {
    const keys = tree.entries.map(([key]) => key)
    return keys.every((key) => typeof key === 'string') ? { kind: 'keyed', keys: new Set(keys) } : undefined
  }
  const [list] = tree?.kind === 'call' && tree.name === 'toset' ? tree.args : []
  if (list?.kind !== 'list') return undefined
  const keys = list.items.flatMap((item) =>
    item.kind === 'literal' && typeof item.value === 'string' ? [item.value] : [],
  )
  return keys.length === list.items.length ? { kind: 'keyed', keys: new Set(keys) } : undefined
}
