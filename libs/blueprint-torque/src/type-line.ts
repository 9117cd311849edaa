/** Line in a description with the type of a value that Torque stores as JSON text. An import reads it back. */
export function typeLine(type: string): string {
  return `JSON of type: ${type}`
}

/** The description without its type line, and the type. */
export function splitTypeLine(description: string): { readonly description: string; readonly type?: string } {
  const match = /(?:^|\n\n)JSON of type: ([^\n]+)(?=\n\n|$)/.exec(description)
  if (match === null) return { description }
  const rest = description.slice(0, match.index) + description.slice(match.index + match[0].length)
  return { description: rest.trim(), type: match[1] ?? '' }
}
