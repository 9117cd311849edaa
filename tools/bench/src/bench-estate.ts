import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEstate, startForge, type Forge, type HostKind } from '@groundplan/forge'
import { countOutcomes } from '@groundplan/importer'
import { createBlueprints, measureImport, owner, ratio } from './measure-import.ts'

export interface EstateBenchOptions {
  readonly repositories: number
  readonly host: HostKind
  /** Pull requests that may be open; the rest waits. */
  readonly open: number
}

const hour = 3_600_000

/**
 * Imports an organization as companies have them, twice: of 300 repositories, 35 are archived, 20 empty, 25 without modules, 5 with a
 * module that cannot be read; more wait for review than may be open. Nothing changes between the two imports. Operations are requests
 * to the host's API and git operations, as the host counts them.
 */
export async function benchEstate({
  repositories,
  host,
  open,
}: EstateBenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  // What was pushed within the last minute is looked at again, so the estate is made in the past.
  let ago = hour
  const forge = await startForge({ now: () => new Date(Date.now() - ago) })
  try {
    await createOrganization(forge, repositories)
    await createBlueprints(forge, host, { open })
    ago = 0
    const first = await measureImport(forge, host, directory)
    // A minute passes: what the first import itself has changed is no news then.
    ago = -5 * 60_000
    const unchanged = await measureImport(forge, host, directory)
    const { found, waiting, failed } = countOutcomes(first.report.modules)
    const again = countOutcomes(unchanged.report.modules)
    if (again.new + again.updated > 0) throw new Error('The second import proposes something.')
    const faults = forge.violations.slice(0, 1)
    if (faults.length > 0) throw new Error(`The host's description was violated: ${faults[0]}`)
    return {
      ...{ host, repositories, modules: found, waiting_modules: waiting, failed_modules: failed },
      ...{ first_api: first.api, first_git: first.git, first_seconds: first.seconds },
      ...{ unchanged_api: unchanged.api, unchanged_git: unchanged.git, unchanged_seconds: unchanged.seconds },
      unchanged_ratio: ratio(unchanged.operations, first.operations),
    }
  } finally {
    await forge.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function createOrganization(forge: Forge, repositories: number): Promise<void> {
  const share = (of300: number) => Math.round((of300 * repositories) / 300)
  const [archived, empty, plain, broken] = [share(35), share(20), share(25), share(5)]
  const rest = repositories - archived - empty - plain - broken
  await createEstate(forge, { owner, repositories: rest, modules: 2 * rest, seed: 1 })
  const resource = 'resource "null_resource" "this" {}\n'
  const create = (count: number, kind: string, more: object) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        forge.people.createRepository({ owner, name: `${kind}-${index}`, ...more }),
      ),
    )
  await create(archived, 'archived', { archived: true, files: { 'main.tf': resource } })
  await create(empty, 'empty', {})
  await create(plain, 'plain', { files: { 'README.md': '# A service\n', 'src/app.py': 'print()\n' } })
  await create(broken, 'broken', { files: { 'main.tf': 'variable "a" {\n' } })
}
