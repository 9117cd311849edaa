import type { ChangeSet } from '@groundplan/change-set'
import type { ReviewRepository } from '@groundplan/scm'

/** Texts of files by path; those that are not there are left out. */
export type FileTexts = ReadonlyMap<string, string>

/** What the change set writes. */
export function writtenTexts(changes: ChangeSet): FileTexts {
  return new Map(
    changes.flatMap((change) => (change.kind === 'write' ? [[change.path, change.content] as const] : [])),
  )
}

/** The texts that these paths have at a commit. */
export async function readTextsAt(
  commit: string,
  paths: readonly string[],
  repository: ReviewRepository,
): Promise<FileTexts> {
  const entries = (await repository.listEntries(commit)).filter(
    ({ kind, path }) => kind === 'file' && paths.includes(path),
  )
  const texts = await repository.readTexts(entries.map(({ blobId }) => blobId))
  return new Map(entries.map(({ path, blobId }) => [path, texts.get(blobId) ?? '']))
}

/** True if both have the same files with the same texts. */
export function sameTexts(left: FileTexts, right: FileTexts): boolean {
  return left.size === right.size && [...left].every(([path, text]) => right.get(path) === text)
}

/** What turns one state of the files into the other. */
export function changesBetween(before: FileTexts, after: FileTexts): ChangeSet {
  return [
    ...[...after].map(([path, content]) => ({ kind: 'write', path, content }) as const),
    ...[...before.keys()]
      .filter((path) => !after.has(path))
      .map((path) => ({ kind: 'delete', path }) as const),
  ]
}
