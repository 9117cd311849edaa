import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  openDatabase,
  PostgresProposalStore,
  PostgresNameReservations,
  PostgresRepositoryRegistry,
  PostgresScanStore,
} from '@groundplan/database'
import { countOutcomes, runImport } from '@groundplan/importer'
import { createSampleEstate } from '@groundplan/sample-estate'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'

const scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }

/** An import of the sample estate from nothing, then again with nothing changed, on the embedded database. */
export async function benchImport(): Promise<Readonly<Record<string, unknown>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  const database = await openDatabase({ kind: 'embedded', directory: join(directory, 'database') })
  try {
    const { repositories } = await createSampleEstate({ directory: join(directory, 'estate') })
    const dependencies = {
      modules: new MemoryModuleCache(),
      reader: new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') }),
      repository: await LocalGitReviewRepository.open({
        directory: join(directory, 'blueprints.git'),
        initialFiles: [],
        author: { name: 'Groundplan', email: 'groundplan@localhost' },
      }),
      proposals: new PostgresProposalStore(database, scope),
      scans: new PostgresScanStore(database, scope),
      names: new PostgresNameReservations(database, scope),
      registry: new PostgresRepositoryRegistry(database, scope),
      version: '1',
      now: () => new Date(),
    }
    const request = { repositories: repositories.map(({ directory: address }) => ({ address })) }
    const measure = async () => {
      const start = performance.now()
      const options = { signal: new AbortController().signal, onProgress: () => {} }
      const { modules } = await runImport(request, dependencies, options)
      return { counts: countOutcomes(modules), milliseconds: Math.round(performance.now() - start) }
    }
    const first = await measure()
    const second = await measure()
    return {
      modules: first.counts.found,
      opened: first.counts.new,
      first_ms: first.milliseconds,
      second_opened: second.counts.new + second.counts.updated,
      second_ms: second.milliseconds,
      second_ratio: Math.round((second.milliseconds / first.milliseconds) * 1000) / 1000,
    }
  } finally {
    await database.destroy()
    await rm(directory, { recursive: true, force: true })
  }
}
