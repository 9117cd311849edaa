import { applyMoves } from './apply-moves.ts'
import { compareCalls } from './compare-calls.ts'
import { compareConditions } from './compare-conditions.ts'
import { compareOutputs } from './compare-outputs.ts'
import { compareRequirements } from './compare-requirements.ts'
import { compareResources } from './compare-resources.ts'
import { expandModule, type ExpandedModule } from './expand-module.ts'
import { createComparison, type Comparison } from './find-affected.ts'
import { changeUnder, inOrderOfLevel, type ModuleChange } from './module-change.ts'
import type { ModuleVersion } from './module-version.ts'

/**
 * What changes for environments of a module between two versions, breaking changes first: what its blueprint's interface does not
 * show. Compares source text; what may do harm counts as breaking until somebody has looked at it. Variables and outputs that come and
 * go, and rules that blueprints can express, are compared as the interface.
 */
export function compareModules(before: ModuleVersion, after: ModuleVersion): readonly ModuleChange[] {
  const [old, now] = [expandModule(before), expandModule(after)]
  const moved = applyMoves(old, now)
  const comparison = createComparison(moved.before, now)
  return inOrderOfLevel([
    ...compareResources(moved, now, comparison),
    ...compareCalls(moved.before, now, comparison),
    ...compareConditions(moved.before, now, comparison),
    ...compareOutputs(moved.before, now, comparison),
    ...compareRequirements(moved.before, now, comparison),
    ...compareMoves(old, now),
    ...compareChecks(moved.before, now, comparison),
    ...(old.isWhole && now.isWhole ? [] : [incomplete]),
  ])
}

const incomplete = changeUnder(
  'not-compared',
  'module',
  'Parts of the module could not be read, or it is too large to compare as a whole.',
)

/** Environments of versions before the move find no way to the new address. */
function compareMoves(before: ExpandedModule, after: ExpandedModule): readonly ModuleChange[] {
  const now = new Set(after.moves.map(({ from, to }) => `${from} ${to}`))
  return before.moves
    .filter(({ from, to }) => !now.has(`${from} ${to}`))
    .map(({ from, to, block }) =>
      changeUnder(
        'move-removed',
        to,
        `The block that moved ${from} is gone, so environments that are older than the move lose it.`,
        block.position,
      ),
    )
}

/** A failed check is a warning. */
function compareChecks(
  before: ExpandedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  return [...new Set([...before.checks.keys(), ...after.checks.keys()])].flatMap((address) => {
    const [old, now] = [before.checks.get(address), after.checks.get(address)]
    const isSame = old !== undefined && now !== undefined && comparison.find(old, now) === undefined
    return isSame ? [] : changeUnder('check-changed', address, 'It only warns.', (now ?? old)?.block.position)
  })
}
