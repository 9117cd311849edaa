import { parseBlueprint, terraformGrains } from '@groundplan/blueprint'
import type { ReviewRepository } from '@groundplan/scm'
import type { ProposalSource } from '../proposal.ts'

type ModuleSource = Pick<ProposalSource, 'store' | 'path'>

export interface ComparedCommits {
  readonly has: string
  readonly lacks: string
}

const blueprintFile = /^blueprints\/([^/]+)\.yaml$/

/** Names of the blueprints in a commit's tree, with their blobs. */
export async function listBlueprints(
  commit: string,
  repository: Pick<ReviewRepository, 'listEntries'>,
): Promise<ReadonlyMap<string, string>> {
  const entries = await repository.listEntries(commit)
  return new Map(
    entries.flatMap(({ kind, path, blobId }) => {
      const name = kind === 'file' ? blueprintFile.exec(path)?.[1] : undefined
      return name === undefined ? [] : [[name, blobId] as const]
    }),
  )
}

/**
 * The only blueprint that one commit has and the other one lacks, and that was made from one of these modules: the name that a renamed
 * blueprint has there. `undefined` if there is none, or several.
 */
export async function findOnlyIn(
  { has, lacks }: ComparedCommits,
  sources: readonly ModuleSource[],
  repository: Pick<ReviewRepository, 'listEntries' | 'readTexts'>,
): Promise<string | undefined> {
  const [there, known] = [await listBlueprints(has, repository), await listBlueprints(lacks, repository)]
  const added = [...there].filter(([name]) => !known.has(name))
  if (added.length === 0) return undefined
  const texts = await repository.readTexts(added.map(([, blobId]) => blobId))
  const found = added.filter(([name, blobId]) => isMadeFrom(name, texts.get(blobId) ?? '', sources))
  return found.length === 1 ? found[0]?.[0] : undefined
}

/** A composed blueprint is made from several modules, and so from none of these alone. */
function isMadeFrom(name: string, text: string, sources: readonly ModuleSource[]): boolean {
  const { blueprint } = parseBlueprint(`blueprints/${name}.yaml`, text)
  const grains = blueprint === undefined ? [] : terraformGrains(blueprint)
  const source = grains.length === 1 ? grains[0]?.[1].spec.source : undefined
  return (
    source !== undefined && sources.some(({ store, path }) => store === source.store && path === source.path)
  )
}
