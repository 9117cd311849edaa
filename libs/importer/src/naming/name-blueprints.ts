/** Where a blueprint's module lies. */
export interface ModuleOrigin {
  readonly store: string
  readonly path: string
}

/** Longest name of a blueprint, with room for a number at its end. */
const longestName = 100

/** Names that no file can have on Windows. */
const reservedNames = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/**
 * Gives each module the name of its blueprint. A module keeps the name that it has; a new one is called like its directory
 * (the root like its repository), with the repository's name before it if that is taken, and a number after it if need be.
 */
export class BlueprintNames {
  readonly #byOrigin = new Map<string, string>()
  readonly #taken = new Set<string>()

  constructor(existing: Iterable<readonly [name: string, origin: ModuleOrigin | undefined]>) {
    for (const [name, origin] of existing) {
      this.#taken.add(name)
      if (origin !== undefined && !this.#byOrigin.has(originKey(origin)))
        this.#byOrigin.set(originKey(origin), name)
    }
  }

  nameOf(origin: ModuleOrigin): string {
    const known = this.#byOrigin.get(originKey(origin))
    if (known !== undefined) return known
    const base = toName(
      origin.path === '.' ? origin.store : origin.path.slice(origin.path.lastIndexOf('/') + 1),
    )
    const name = this.#firstFree(base, cut(`${toName(origin.store)}-${base}`, longestName - 6))
    this.#taken.add(name)
    this.#byOrigin.set(originKey(origin), name)
    return name
  }

  #firstFree(...candidates: readonly [string, string]): string {
    for (const candidate of candidates) if (!this.#taken.has(candidate)) return candidate
    for (let number = 2; ; number += 1) {
      const candidate = `${candidates[1]}-${number}`
      if (!this.#taken.has(candidate)) return candidate
    }
  }
}

function originKey({ store, path }: ModuleOrigin): string {
  return `${store}\0${path}`
}

/** A name that is safe as a file name, a branch name and a grain name. */
export function toName(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
  const name = cut(words, 60)
  return name === '' || reservedNames.test(name) ? `${name}-module`.replace(/^-/, '') : name
}

function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/-+$/, '')
}
