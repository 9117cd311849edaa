/**
 * Text of a comment that is found again by its key. The key stands in a link definition, which Markdown does not show; it must
 * follow an empty line. HTML comments would be shown on Bitbucket.
 */
export function markComment(key: string, body: string): string {
  return `${body.trimEnd()}\n\n${printMarker(key)}`
}

/** True if a comment was written with this key. */
export function isMarked(key: string, text: string): boolean {
  return text.trimEnd().split(/\r?\n/).at(-1) === printMarker(key)
}

function printMarker(key: string): string {
  return `[//]: # (groundplan:${key})`
}
