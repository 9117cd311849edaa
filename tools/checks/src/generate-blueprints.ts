import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blueprintJsonSchema, schemaPath } from '@groundplan/blueprint'
import { planImport, readRepository, readRepositorySettings } from '@groundplan/importer'
import { createSampleEstate } from '@groundplan/sample-estate'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'

/** What the generator writes for the sample estate today: texts by path under `blueprints/`. */
export async function generateBlueprints(): Promise<ReadonlyMap<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-blueprints-'))
  try {
    const { repositories } = await createSampleEstate({ directory: join(directory, 'estate') })
    const reader = new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') })
    const repository = await LocalGitReviewRepository.open({
      directory: join(directory, 'blueprints.git'),
      initialFiles: [],
      author: { name: 'Groundplan', email: 'groundplan@localhost' },
    })
    const read = []
    for (const { directory: address } of repositories) {
      const snapshot = await reader.open({ address })
      const modules = await readRepository(snapshot, {
        includeExamples: false,
        cache: new MemoryModuleCache(),
        signal: new AbortController().signal,
        onModule: () => {},
      })
      read.push({ snapshot, modules, settings: await readRepositorySettings(snapshot) })
    }
    const { steps } = await planImport(read, {
      repository,
      proposals: { latestByBlueprint: async () => new Map() },
    })
    const changes = steps.flatMap((step) => (step.kind === 'act' ? step.action.draft.changes : []))
    return new Map([
      [schemaPath, `${JSON.stringify(blueprintJsonSchema(), undefined, 2)}\n`],
      ...changes.flatMap((change) =>
        change.kind === 'write' ? [[change.path.replace(/^blueprints\//, ''), change.content] as const] : [],
      ),
    ])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
