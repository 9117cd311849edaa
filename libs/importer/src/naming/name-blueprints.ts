/**
 * Names of blueprints.
 *
 * A module is called like its folder, the root like its repository. Namesakes are told apart by where they are: modules of one
 * repository by the folders above them, modules of different repositories by the repository. Names do not depend on the order of
 * modules, and a name that a module has stays.
 */
import { compareText } from '@groundplan/change-set'
import { digest } from './digest.ts'
import { findStructuralFolders } from './structural-folders.ts'
import { cut, toName } from './to-name.ts'

/** Where a blueprint's module lies. */
export interface ModuleOrigin {
  readonly store: string
  readonly path: string
}

/** Longest name of a blueprint. */
const longestName = 100

/** Names of folders for deprecated modules, such as `legacy` and `__experimental_deprecated`. */
const retiredFolder =
  /^(?:[_.]*(?:archived?|legacy|old|attic|retired|unused)|(?:[\w.-]*[_.-])?(?:deprecated|obsolete))$/i

/** Generic folder names, which do not describe a module. */
const genericFolder =
  /^(?:terraform|tf|infra|infrastructure|iac|resources|modules?|main|src|stack|config|deploy)$/i

/** Assigns a blueprint name to each module. */
export class BlueprintNames {
  readonly #byOrigin = new Map<string, string>()
  /** Repository of each name in lower case, since file systems may not tell upper case from lower; `undefined` where it belongs to no single module. */
  readonly #taken = new Map<string, string | undefined>()

  constructor(existing: Iterable<readonly [name: string, origin: ModuleOrigin | undefined]>) {
    for (const [name, origin] of existing) {
      this.#taken.set(fold(name), origin?.store ?? this.#taken.get(fold(name)))
      if (origin !== undefined && !this.#byOrigin.has(originKey(origin)))
        this.#byOrigin.set(originKey(origin), name)
    }
  }

  /** The name that a module has. */
  find(origin: ModuleOrigin): string | undefined {
    return this.#byOrigin.get(originKey(origin))
  }

  /** Assigns a moved module the name that it had at its old path. */
  move(from: ModuleOrigin, to: ModuleOrigin): void {
    const name = this.find(from)
    if (name !== undefined) this.#byOrigin.set(originKey(to), name)
  }

  /** Names the modules that have no name, all of them at once. */
  give(origins: readonly ModuleOrigin[]): void {
    const unnamed = origins.filter((origin) => this.find(origin) === undefined)
    const byStore = Map.groupBy(origins, ({ store }) => store)
    const wanted = [...Map.groupBy(unnamed, ({ store }) => store)].flatMap(([store, own]) =>
      distinguishNames(own, findStructuralFolders((byStore.get(store) ?? []).map(({ path }) => path))),
    )
    const namesakes = Map.groupBy(wanted, ({ name }) => name)
    const stores = new Map(
      [...namesakes].map(([name, all]) => [name, new Set(all.map(({ origin }) => origin.store))] as const),
    )
    for (const each of wanted.toSorted(inOrder)) {
      this.#take(each, (stores.get(each.name)?.size ?? 0) > 1 && each.origin.path !== '.')
    }
  }

  #take({ name, origin, deeper }: WantedName, isShared: boolean): void {
    const { store } = origin
    const qualified = [toName(store, name), ...deeper, ...deeper.map((each) => toName(store, each))]
    const ofOwn = this.#taken.get(fold(name)) === store ? [...deeper, ...qualified] : qualified
    const candidates = isShared ? qualified : [name, ...ofOwn]
    const fits = candidates.filter((each) => each.length <= longestName)
    const free = fits.find((each) => !this.#taken.has(fold(each))) ?? this.#withDigest(name, origin)
    this.#taken.set(fold(free), store)
    this.#byOrigin.set(originKey(origin), free)
  }

  /** Where every name in words is taken: the same digest for the same module, whatever else there is. */
  #withDigest(name: string, origin: ModuleOrigin): string {
    for (let round = ''; ; round += ' ') {
      const candidate = `${cut(name, longestName - 8)}-${digest(originKey(origin) + round)}`
      if (!this.#taken.has(fold(candidate))) return candidate
    }
  }
}

interface WantedName {
  readonly origin: ModuleOrigin
  readonly name: string
  /** The name with more of the folders above it. */
  readonly deeper: readonly string[]
}

/** Names for modules of one repository, different ones as far as their folders go. */
function distinguishNames(
  origins: readonly ModuleOrigin[],
  structural: ReadonlySet<string>,
): readonly WantedName[] {
  const named = origins.map((origin) => ({ origin, tails: tailsOf(origin, structural) }))
  const depths = new Map(named.map((each) => [each, 0]))
  for (let depth = 0; ; depth += 1) {
    const groups = Map.groupBy(named, (each) => each.tails[depths.get(each) ?? 0])
    const alike = [...groups.values()].filter((group) => group.length > 1).flat()
    const deepened = alike.filter((each) => each.tails.length > depth + 1 && depths.get(each) === depth)
    if (deepened.length === 0) break
    for (const each of deepened) depths.set(each, depth + 1)
  }
  return named.map(({ origin, tails }, index) => {
    const depth = depths.get(named[index] as (typeof named)[number]) ?? 0
    return { origin, name: tails[depth] ?? '', deeper: tails.slice(depth + 1) }
  })
}

/**
 * Names for a module, the shortest first: `cluster`, `alpha-cluster`, `services-alpha-cluster`. Folders above it that describe nothing
 * come last: `x/modules/cluster` is `x-cluster` before it is `x-modules-cluster`.
 */
function tailsOf({ store, path }: ModuleOrigin, structural: ReadonlySet<string>): readonly string[] {
  if (path === '.') return [toName(store)]
  const folders = path.split('/')
  const saysNothing = (folder: string) => genericFolder.test(folder) || structural.has(folder)
  const leaf = folders.at(-1) ?? ''
  const telling = folders.filter((folder, index) => index === folders.length - 1 || !saysNothing(folder))
  if (saysNothing(leaf) && telling.length === 1) telling.unshift(...folders.slice(-2, -1))
  const least = saysNothing(leaf) ? 2 : 1
  const whole = tailsFrom(folders, least)
  const fromTelling = whole.filter(({ first }) => !saysNothing(first))
  const tails = [...tailsFrom(telling, least), ...fromTelling, ...whole].map(({ name }) => name)
  const named = genericFolder.test(leaf) && folders.length === 1 ? [toName(store, path)] : tails
  const short = named.filter((name) => name.length <= longestName)
  return short.length > 0 ? [...new Set(short)] : [cut(named[0] ?? '', longestName)]
}

interface Tail {
  /** The folder with which it begins. */
  readonly first: string
  readonly name: string
}

/** With at least so many folders, and with the one for deprecated modules if there is one. */
function tailsFrom(folders: readonly string[], least: number): readonly Tail[] {
  const retired = folders.findIndex((folder) => retiredFolder.test(folder))
  const start = Math.max(retired === -1 ? folders.length - least : retired, 0)
  return Array.from({ length: start + 1 }, (_, more) => ({
    first: folders[start - more] ?? '',
    name: toName(...folders.slice(start - more)),
  }))
}

/** Those that should be used first, then by place. */
function inOrder({ origin: a }: WantedName, { origin: b }: WantedName): number {
  return a.path.split('/').length - b.path.split('/').length || compareText(originKey(a), originKey(b))
}

/** Names of people's own blueprints may have upper-case letters. */
function fold(name: string): string {
  return name.toLowerCase()
}

function originKey({ store, path }: ModuleOrigin): string {
  return `${store}\0${path}`
}
