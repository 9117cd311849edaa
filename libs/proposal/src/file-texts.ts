import type { ChangeSet } from '@groundplan/change-set'
import type { ReviewRepository } from '@groundplan/scm'

/** Texts of files by path; those that are not there are left out. */
export type FileTexts = ReadonlyMap<string, string>

/** Where a blueprint and what is said of it lie in the blueprint repository. */
export function blueprintPaths(name: string): { readonly blueprint: string; readonly readme: string } {
  return { blueprint: `blueprints/${name}.yaml`, readme: `blueprints/${name}.md` }
}

/** What the change set writes. */
export function writtenTexts(changes: ChangeSet): FileTexts {
  return new Map(
    changes.flatMap((change) => (change.kind === 'write' ? [[change.path, change.content] as const] : [])),
  )
}

/** The paths that the change set writes or deletes. */
export function changedPaths(changes: ChangeSet): readonly string[] {
  return changes.map(({ path }) => path)
}

/** The texts that these paths have at a commit. */
export async function readTextsAt(
  commit: string,
  paths: Iterable<string>,
  repository: ReviewRepository,
): Promise<FileTexts> {
  const entries = (await repository.readEntries(commit, [...new Set(paths)])).filter(
    ({ kind }) => kind === 'file',
  )
  const texts = await repository.readTexts(entries.map(({ blobId }) => blobId))
  return new Map(entries.map(({ path, blobId }) => [path, texts.get(blobId) ?? '']))
}

/** Those of the texts that lie at these paths. */
export function pickTexts(texts: FileTexts, paths: Iterable<string>): FileTexts {
  return new Map(
    [...paths].flatMap((path) => {
      const text = texts.get(path)
      return text === undefined ? [] : [[path, text] as const]
    }),
  )
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
