/** A time as GitHub's API writes it: to the second. */
export function printTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

export function printOptionalTime(time: Date | undefined): string | null {
  return time === undefined ? null : printTime(time)
}

/** An id of GraphQL. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`
}
