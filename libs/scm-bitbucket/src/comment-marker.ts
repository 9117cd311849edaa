/**
 * Adds a key to a comment's text, to find it again. The key is in a link definition, which Markdown does not render; it must
 * follow an empty line. Bitbucket would render HTML comments.
 */
export function markComment(key: string, body: string): string {
  return `${body.trimEnd()}\n\n${printMarker(key)}`
}

/** True if the comment has this key. */
export function isMarked(key: string, text: string): boolean {
  return text.trimEnd().split(/\r?\n/).at(-1) === printMarker(key)
}

function printMarker(key: string): string {
  return `[//]: # (groundplan:${key})`
}
