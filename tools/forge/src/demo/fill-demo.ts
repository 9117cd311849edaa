import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSampleEstate } from '@groundplan/sample-estate'
import type { Forge } from '../forge.ts'
import type { NewRepository } from '../model/new-repository.ts'

export interface DemoRepositories {
  readonly owner: string
  /** Repositories with Terraform modules. */
  readonly sources: readonly string[]
  /** The empty repository that takes the blueprints. */
  readonly blueprints: string
}

const owner = 'northbank'
const blueprints = 'blueprints'

/** Fills a forge with the sample estate and an empty repository for blueprints, which demands `rules` of every push. */
export async function fillDemo(
  forge: Pick<Forge, 'importRepository' | 'people'>,
  rules?: NewRepository['rules'],
): Promise<DemoRepositories> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-demo-'))
  try {
    const estate = await createSampleEstate({ directory })
    for (const { name, directory: source } of estate.repositories) {
      const request = { owner, name, topics: ['terraform'], language: 'HCL' }
      await forge.importRepository(request, { directory: source })
    }
    await forge.people.createRepository({
      owner,
      name: blueprints,
      description: 'Blueprints, reviewed here',
      rules,
    })
    return { owner, sources: estate.repositories.map(({ name }) => name), blueprints }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
