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

export interface DecodedText {
  /** Without a byte order mark; invalid bytes are replaced by U+FFFD. */
  readonly text: string
  /** Index into the text of the replacement for the first invalid byte. */
  readonly invalidAt: number | undefined
}

/** The file's text even if some of its bytes are not UTF-8. */
export function decodeLeniently(bytes: Uint8Array): DecodedText {
  const valid = decodeText(bytes)
  if (valid !== undefined) return { text: valid, invalidAt: undefined }
  const text = new TextDecoder().decode(bytes)
  const start = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const again = new TextEncoder().encode(start)
  const firstInvalid = again.findIndex((byte, index) => byte !== bytes[index])
  const prefix = new TextDecoder().decode(
    bytes.subarray(0, firstInvalid === -1 ? bytes.length : firstInvalid),
  )
  return { text, invalidAt: prefix.length }
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
