import type { ReviewRepository } from '@groundplan/scm'

/** Where the blueprint repository keeps blueprints. */
export const blueprintFolder = 'blueprints/'

/** A blueprint file on the default branch. */
export interface BlueprintFile {
  readonly name: string
  readonly path: string
  readonly blobId: string
}

/** The blueprint files directly in `blueprints/` at a commit. */
export async function listBlueprintFiles(
  commit: string,
  repository: Pick<ReviewRepository, 'listEntries'>,
): Promise<readonly BlueprintFile[]> {
  const entries = await repository.listEntries(commit)
  return entries.flatMap(({ kind, path, blobId }) => {
    const name = blueprintNameOf(path)
    return kind === 'file' && name !== undefined ? [{ name, path, blobId }] : []
  })
}

/** The name of the blueprint that a path of the blueprint repository holds, if it holds one. */
export function blueprintNameOf(path: string): string | undefined {
  return /^blueprints\/([^/]+)\.yaml$/.exec(path)?.[1]
}
