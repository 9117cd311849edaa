export interface Match<Item> {
  readonly item: Item
  readonly params: Readonly<Record<string, string>>
}

/** Finds what a path means among templates such as `/repos/{owner}/{repo}`; literal parts win over parameters. */
export class PathTable<Item extends { readonly path: string }> {
  readonly #entries: readonly { item: Item; pattern: RegExp; names: readonly string[] }[]

  constructor(items: readonly Item[]) {
    this.#entries = items
      .map((item) => ({ item, ...compile(item.path) }))
      .toSorted((a, b) => rank(a.item) - rank(b.item) || b.item.path.length - a.item.path.length)
  }

  find(path: string, accept: (item: Item) => boolean = () => true): Match<Item> | undefined {
    for (const { item, pattern, names } of this.#entries) {
      const match = accept(item) ? pattern.exec(path) : null
      if (match === null) continue
      return {
        item,
        params: Object.fromEntries(names.map((name, at) => [name, decode(match[at + 1] ?? '')])),
      }
    }
    return undefined
  }
}

/** The template as the vendor's description writes it. */
export function describedPath(path: string): string {
  return path.replaceAll('+}', '}')
}

/** Fewer parameters first, and those that may hold slashes last. */
function rank({ path }: { path: string }): number {
  return path.split('{').length + (path.includes('+}') ? 100 : 0)
}

function compile(path: string): { pattern: RegExp; names: readonly string[] } {
  const names: string[] = []
  const source = path.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    const name = part.slice(1, -1)
    names.push(name.replace(/\+$/, ''))
    return name.endsWith('+') ? '(.+)' : '([^/]+)'
  })
  return { pattern: new RegExp(`^${source.join('')}/?$`), names }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
