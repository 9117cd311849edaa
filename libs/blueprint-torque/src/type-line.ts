/** Line in a description that tells the type of a value which Torque takes as JSON text. An import reads it again. */
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
