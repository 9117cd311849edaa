/** One file as it lies in a repository. */
export interface SourceFile {
  /** Path within the repository, with `/`. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** The file's text without a byte order mark, or `undefined` if it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
