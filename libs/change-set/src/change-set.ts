/** One file that a change set writes. Paths are relative to the repository's root, with `/`. */
export interface FileWrite {
  readonly kind: 'write'
  readonly path: string
  readonly content: string
}

/** One file that a change set removes. */
export interface FileDeletion {
  readonly kind: 'delete'
  readonly path: string
}

export type FileChange = FileWrite | FileDeletion

/** Planned changes to a repository's files, as plain data. Each path occurs at most once. */
export type ChangeSet = readonly FileChange[]

/** Sorts the change set by path, so that equal changes serialize equally. */
export function sortChanges(changes: ChangeSet): ChangeSet {
  return changes.toSorted((left, right) => compareText(left.path, right.path))
}

/** Compares by code unit, independent of machine and locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** The SHA-256 of the change set, in hexadecimal. Independent of the order of changes. */
export async function digestChanges(changes: ChangeSet): Promise<string> {
  // Arrays, because property order in objects can differ.
  const parts = sortChanges(changes).map((change) =>
    change.kind === 'write' ? [change.kind, change.path, change.content] : [change.kind, change.path],
  )
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
