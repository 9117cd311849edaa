import { availableParallelism } from 'node:os'
import { startForge, type HostKind } from '@groundplan/forge'
import { createClock } from './create-clock.ts'
import { runRound } from './run-round.ts'

export interface ImportFaultsOptions {
  readonly count: number
  readonly seed: number
  readonly host: HostKind
}

export interface ImportFaultsResult {
  readonly rounds: number
  readonly host: HostKind
  readonly seed: number
  readonly requests_with_faults: number
  /** How often each kind of action was done, to two owners each. */
  readonly actions: Readonly<Record<string, number>>
  /** How many requests of each side step the host refused. */
  readonly refusals: Readonly<Record<string, number>>
  readonly faults: readonly {
    readonly seed: number
    readonly found: readonly string[]
    readonly steps: readonly string[]
  }[]
}

/** How many rounds one forge lives through. */
const roundsOfForge = 50

/**
 * Imports with faults injected at random points, people at work meanwhile, and sometimes two importers at once. There may never be
 * two pull requests for one blueprint, no reviewer's text may get lost, and after the last fault one import must reach what imports
 * without faults reach; the last does not hold for two importers with databases of their own. Round `n` has the seed `seed + n`: to
 * have one again, give its seed and `--count 1`.
 */
export async function proveImportFaults({
  count,
  seed,
  host,
}: ImportFaultsOptions): Promise<ImportFaultsResult> {
  const faults: ImportFaultsResult['faults'][number][] = []
  const [actions, refusals] = [new Map<string, number>(), new Map<string, number>()]
  let [begun, done, faulted, performed] = [0, 0, 0, 0]
  const runSome = async () => {
    while (begun < count) {
      const clock = createClock()
      const forge = await startForge({ now: () => clock.now() })
      try {
        // A forge forgets nothing.
        for (let round = 0; round < roundsOfForge && begun < count; round += 1) {
          const own = seed + begun
          begun += 1
          const violations = forge.violations.length
          const result = await runRound({ forge, clock, host, seed: own })
          faulted += result.faulted
          performed += add(actions, result.actions)
          add(refusals, result.refusals)
          done += 1
          const found = [...result.faults, ...forge.violations.slice(violations, violations + 5)]
          if (found.length > 0) {
            faults.push({ seed: own, found, steps: result.steps })
            const lines = [...result.steps, ...found.map((each) => `! ${each}`)]
            console.error(`\nseed ${own}:\n${lines.join('\n')}`)
          }
          const told = `${faulted} faults injected, ${performed} actions, ${faults.length} rounds failed`
          process.stderr.write(`\r${done}/${count}: ${told} `)
        }
      } finally {
        await forge.close()
      }
    }
  }
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, runSome))
  process.stderr.write('\n')
  return {
    ...{ rounds: count, host, seed, requests_with_faults: faulted },
    ...{ actions: inOrder(actions), refusals: inOrder(refusals), faults },
  }
}

/** Answers with the sum of what was added. */
function add(counts: Map<string, number>, more: ReadonlyMap<string, number>): number {
  for (const [kind, each] of more) counts.set(kind, (counts.get(kind) ?? 0) + each)
  return [...more.values()].reduce((sum, each) => sum + each, 0)
}

function inOrder(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].toSorted(([left], [right]) => left.localeCompare(right)))
}
