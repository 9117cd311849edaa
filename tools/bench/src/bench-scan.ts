import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEstate, startForge, type EstateRepository, type Forge } from '@groundplan/forge'
import { countOutcomes } from '@groundplan/importer'
import { createBlueprints, measureImport, owner, ratio, type MeasuredImport } from './measure-import.ts'

export interface ScanOptions {
  readonly repositories: number
  readonly modules: number
  readonly host: keyof Forge['hosts']
}

const hour = 3_600_000

/**
 * Imports a generated estate from the stand-in of a host with the real command: from nothing, with nothing changed, and with one
 * repository in a hundred changed. Operations are requests to the host's API and git operations, as the host counts them.
 */
export async function benchScan(options: ScanOptions): Promise<Readonly<Record<string, number>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  // What was pushed within the last minute is looked at again, so the estate is made in the past.
  let ago = hour
  const forge = await startForge({ now: () => new Date(Date.now() - ago) })
  try {
    const estate = await createEstate(forge, { owner, ...options, seed: 1 })
    await createBlueprints(forge, options.host, { open: 'none' })
    ago = 0
    const first = await measureImport(forge, options.host, directory)
    const { found } = countOutcomes(first.report.modules)
    expectCounts('first', first, { new: found })
    const unchanged = await measureImport(forge, options.host, directory)
    expectCounts('second', unchanged, {})
    const changed = Math.max(1, Math.round(options.repositories / 100))
    for (const repository of estate.slice(0, changed)) await changeModule(forge, repository)
    const little = await measureImport(forge, options.host, directory)
    expectCounts('third', little, { updated: changed })
    if (forge.violations.length > 0)
      throw new Error(`The host's description was violated: ${forge.violations[0]}`)
    return {
      repositories: estate.length,
      modules: found,
      first_operations: first.operations,
      first_seconds: first.seconds,
      unchanged_ratio: ratio(unchanged.operations, first.operations),
      one_percent_ratio: ratio(little.operations, first.operations),
      unchanged_seconds: unchanged.seconds,
    }
  } finally {
    await forge.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function changeModule(forge: Forge, { name, modules: [path = '.'] }: EstateRepository): Promise<void> {
  const file = path === '.' ? 'extra.tf' : `${path}/extra.tf`
  const text = 'variable "added_later" {\n  type    = string\n  default = ""\n}\n'
  await forge.people.commit(owner, name, { files: { [file]: text } })
}

/** A measurement of something that did not happen would look very good. */
function expectCounts(
  run: string,
  { report: { modules, repositories } }: MeasuredImport,
  expected: Partial<ReturnType<typeof countOutcomes>>,
): void {
  const counts = countOutcomes(modules)
  for (const key of ['new', 'updated', 'waiting', 'failed'] as const) {
    const count = expected[key] ?? 0
    if (counts[key] !== count)
      throw new Error(`The ${run} import has ${counts[key]} ${key} modules, not ${count}.`)
  }
  const failed = repositories.find(({ status }) => status === 'failed')
  if (failed?.status === 'failed') throw new Error(`The ${run} import failed: ${failed.message}`)
}
