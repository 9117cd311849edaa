/**
 * Titles of the modules of one repository.
 *
 * A title is the heading of the module's README. Where that does not describe the module, the title is the blueprint's name in words.
 * Where several modules have the same one, the title ends with the folders that tell them apart, in parentheses. No two titles differ
 * only in case, spaces or punctuation, and a title that is published stays while it fits.
 */
import { displayName } from '@groundplan/blueprint'
import { compareText } from '@groundplan/change-set'

export interface TitledModule {
  readonly path: string
  /** Name of its blueprint. */
  readonly name: string
  /** The heading of its README, if it has one that describes it. */
  readonly heading: string | undefined
  /** The title of its published blueprint. */
  readonly published: string | undefined
}

/** How many modules share a heading before it may be part of a template. */
const fewest = 3

/**
 * Titles by path; those that the heading or name make by themselves are not in it.
 *
 * @param taken Titles of published blueprints of the repository whose modules are not among these.
 */
export function assignTitles(
  modules: readonly TitledModule[],
  taken: Iterable<string>,
): ReadonlyMap<string, string> {
  const used = new Set([...taken].map(titleKey))
  const titles = new Map<string, string>()
  const use = (path: string, title: string) => {
    used.add(titleKey(title))
    titles.set(path, title)
  }
  const ordered = modules.toSorted((a, b) => compareText(a.path, b.path))
  for (const module of ordered) {
    const { path, published } = module
    if (published !== undefined && fits(published, module) && !used.has(titleKey(published)))
      use(path, published)
  }
  const boilerplate = findBoilerplate(modules)
  const titled = ordered.map((module) => ({ ...module, title: titleOf(module, boilerplate) }))
  for (const group of Map.groupBy(titled, ({ title }) => titleKey(title)).values()) {
    const whereOf = distinguishPlaces(group.map(({ path }) => path))
    const main = group.length === 1 ? group[0] : group.find(({ path }) => containsAll(path, group))
    for (const { path, name, title } of group.toSorted((a, b) => Number(b === main) - Number(a === main))) {
      if (titles.has(path)) continue
      const places = [...whereOf(path), path === '.' ? 'root' : path, name]
      const longer = places.map((place) => `${title} (${place})`)
      const candidates = path === main?.path ? [title, ...longer] : longer
      use(path, candidates.find((each) => !used.has(titleKey(each))) ?? numbered(`${title} (${name})`, used))
    }
  }
  const own = new Map(modules.map(({ path, heading, name }) => [path, heading ?? displayName(name)]))
  return new Map([...titles].filter(([path, title]) => own.get(path) !== title))
}

/** The same for titles that people would take for the same. */
export function titleKey(title: string): string {
  const key = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return key === '' ? title : key
}

function numbered(title: string, used: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1)
    if (!used.has(titleKey(`${title} ${number}`))) return `${title} ${number}`
}

/** True if a published title is one that the module could get, whatever namesakes it has. */
function fits(published: string, { heading, name, path }: TitledModule): boolean {
  const places =
    path === '.' ? ['root'] : [...path.split('/').map((_, index, all) => all.slice(index).join('/'))]
  const [, base = published, place] = /^(.*) \(([^()]*)\)(?: \d+)?$/.exec(published) ?? []
  return [heading, displayName(name)].some((title) => {
    if (title === published) return true
    return (
      title === base &&
      (place === name || places.some((each) => each === place || each.startsWith(`${place}/`)))
    )
  })
}

/** A heading that several modules have without being about any of them, or that only repeats the folder, is no title. */
function titleOf({ heading, name, path }: TitledModule, boilerplate: Boilerplate): string {
  if (heading === undefined) return displayName(name)
  const count = boilerplate.get(titleKey(heading))
  const repeats = count !== undefined && titleKey(heading) === titleKey(leafOf(path))
  return count === 'boilerplate' || repeats ? displayName(name) : heading
}

/** Headings that several modules have. */
type Boilerplate = ReadonlyMap<string, 'boilerplate' | 'shared'>

function findBoilerplate(modules: readonly TitledModule[]): Boilerplate {
  const groups = Map.groupBy(modules, ({ heading }) => (heading === undefined ? '' : titleKey(heading)))
  groups.delete('')
  return new Map(
    [...groups].flatMap(([key, group]) => {
      if (group.length === 1) return []
      const describing = group.filter(({ heading = '', path }) => isAbout(heading, path)).length
      const says = group.length >= fewest && describing < group.length / 2 ? 'boilerplate' : 'shared'
      return [[key, says] as const]
    }),
  )
}

/** Words that any module may have in its name. */
const emptyWords = new Set([
  'terraform',
  'module',
  'modules',
  'the',
  'and',
  'for',
  'with',
  'service',
  'example',
])

/** True if a heading and a folder have a word in common. */
function isAbout(heading: string, path: string): boolean {
  const folder = leafOf(path)
  return hasWordOf(folder, heading) || hasWordOf(heading, folder)
}

function hasWordOf(text: string, other: string): boolean {
  const whole = titleKey(other)
  const others = new Set(wordsOf(other))
  return wordsOf(text).some((word) => others.has(word) || (word.length > 2 && whole.includes(word)))
}

function wordsOf(text: string): readonly string[] {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '' && !emptyWords.has(word))
}

function leafOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** True if all others are below this module, like the examples of a repository with one module. */
function containsAll(path: string, group: readonly { readonly path: string }[]): boolean {
  return path === '.' || group.every((other) => other.path === path || other.path.startsWith(`${path}/`))
}

/** Tells of a path the fewest folders from the end that no other has, and the longer ones; without those that all end with. */
function distinguishPlaces(paths: readonly string[]): (path: string) => readonly string[] {
  const counts = new Map<string, number>()
  for (const path of paths) for (const tail of tailsOf(path)) counts.set(tail, (counts.get(tail) ?? 0) + 1)
  const shared = tailsOf(paths[0] ?? '').findLast((tail) => counts.get(tail) === paths.length)
  const isShared = paths.length > 1 && shared !== undefined
  const shorten = (tail: string) =>
    isShared && tail.endsWith(`/${shared}`) ? tail.slice(0, -shared.length - 1) : tail
  return (path) => {
    if (path === '.') return []
    return tailsOf(path)
      .filter((tail) => counts.get(tail) === 1)
      .map(shorten)
  }
}

/** `c`, `b/c`, `a/b/c`. */
function tailsOf(path: string): readonly string[] {
  const folders = path.split('/')
  return folders.map((_, index) => folders.slice(folders.length - 1 - index).join('/'))
}
