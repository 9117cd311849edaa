import { textOf } from '../arguments.ts'
import { describe, listDifferences } from './compare-resources.ts'
import type { ExpandedBlock } from './define.ts'
import type { ExpandedModule } from './expand-module.ts'
import type { Comparison } from './find-affected.ts'
import { changeUnder, type ModuleChange } from './module-change.ts'

/** Calls of modules from elsewhere, whose files are not read. */
export function compareCalls(
  before: ExpandedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  const removed = [...before.calls].flatMap(([address, { block }]) =>
    after.calls.has(address)
      ? []
      : changeUnder(
          'module-removed',
          address,
          'Environments lose its resources with their next update.',
          block.position,
        ),
  )
  const others = [...after.calls].flatMap(([address, now]) => {
    const old = before.calls.get(address)
    if (old !== undefined) return compareCall(address, old, now, comparison)
    return changeUnder(
      'module-added',
      address,
      'Environments get its resources with their next update.',
      now.block.position,
    )
  })
  return [...removed, ...others]
}

const ruleOf = {
  source: 'module-source-changed',
  version: 'module-version-changed',
  arguments: 'module-arguments-changed',
} as const

function compareCall(
  address: string,
  old: ExpandedBlock,
  now: ExpandedBlock,
  comparison: Comparison,
): readonly ModuleChange[] {
  const differences = listDifferences(old, now, comparison).filter(({ path }) => path !== 'depends_on')
  const byKind = Map.groupBy(differences, ({ path }) =>
    path === 'source' || path === 'version' ? path : 'arguments',
  )
  return [...byKind].map(([kind, own]) => {
    const { position } = now.block
    if (kind === 'arguments')
      return changeUnder(ruleOf[kind], address, `Its resources may be replaced: ${describe(own)}.`, position)
    const [from = 'none', to = 'none'] = [textOf(old.block, kind), textOf(now.block, kind)]
    return changeUnder(
      ruleOf[kind],
      address,
      `What it does now is not known: ${kind} ${to}, previously ${from}.`,
      position,
    )
  })
}
