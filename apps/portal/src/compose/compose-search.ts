/** The blueprints that are put together, kept in the address. */
export interface ComposeSearch {
  /** Names from the catalog, comma-separated. */
  readonly parts?: string
}

/** Most parts at a time; the work grows with the product of their inputs and outputs. */
export const maximumParts = 20

/** Reads the address's search part, whatever people have typed into it. */
export function parseComposeSearch(raw: Record<string, unknown>): ComposeSearch {
  const { parts } = raw
  const names = splitParts(Array.isArray(parts) ? parts.join(',') : String(parts ?? ''))
  return names.length === 0 ? {} : { parts: names.join(',') }
}

/** Each name once. */
export function splitParts(parts: string | undefined): readonly string[] {
  const names = (parts ?? '').split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== '' && name.length <= 100))].slice(0, maximumParts)
}
