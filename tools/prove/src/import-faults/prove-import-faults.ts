import { startForge, type HostKind } from '@groundplan/forge'
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
  readonly requests_befallen: number
  readonly deeds: number
  readonly faults: readonly {
    readonly seed: number
    readonly found: readonly string[]
    readonly steps: readonly string[]
  }[]
}

/**
 * Imports with faults injected at random points, people at work meanwhile, and sometimes two importers at once. There may never be
 * two pull requests for one blueprint, no reviewer's text may get lost, and after the last fault one import must reach what imports
 * without faults reach. Round `n` has the seed `seed + n`: to have one again, give its seed and `--count 1`.
 */
export async function proveImportFaults({
  count,
  seed,
  host,
}: ImportFaultsOptions): Promise<ImportFaultsResult> {
  const faults: ImportFaultsResult['faults'][number][] = []
  let [befallen, deeds] = [0, 0]
  let forge = await startForge()
  try {
    for (let round = 0; round < count; round += 1) {
      // A forge forgets nothing.
      if (round % 50 === 49) {
        await forge.close()
        forge = await startForge()
      }
      const result = await runRound({ forge, host, seed: seed + round })
      befallen += result.befallen
      deeds += result.deeds
      const found = [...result.faults, ...forge.violations.slice(0, 5)]
      if (found.length > 0) {
        faults.push({ seed: seed + round, found, steps: result.steps })
        console.error(
          `\nseed ${seed + round}:\n${[...result.steps, ...found.map((each) => `! ${each}`)].join('\n')}`,
        )
      }
      process.stderr.write(
        `\r${round + 1}/${count}: ${befallen} faults injected, ${deeds} deeds, ${faults.length} rounds failed `,
      )
    }
  } finally {
    await forge.close()
  }
  process.stderr.write('\n')
  return { rounds: count, host, seed, requests_befallen: befallen, deeds, faults }
}
