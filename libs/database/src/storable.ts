/** A text as PostgreSQL can keep it: it knows neither the NUL character nor half of a surrogate pair. */
export function toText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed()
}

/** A value as JSON that PostgreSQL can keep, see {@link toText}. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? toText(part) : part))
}
