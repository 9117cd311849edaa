import { matchesGlob } from '@groundplan/change-set'
import { compareVersions, parseVersion, type SemanticVersion } from './semantic-version.ts'

interface Candidate {
  readonly tag: string
  readonly version: SemanticVersion
  /** How closely the tag matches the module; the lowest rank wins regardless of version. */
  readonly rank: number
}

/** A tag prefix for a module; `needsDots` if a plain number may belong to the name. */
interface Prefix {
  readonly text: string
  readonly needsDots: boolean
}

/**
 * The tag of each module from which it is read: the newest version under its path (`modules/vpc/v1.2.0`), then `modules/vpc-v1`,
 * then under its last directory if no other module's is called so (`vpc/v1.2.0`, `vpc-v1.2.0`), then of the whole repository
 * (`v1.2.0`). Pre-releases count where there is no release. The pattern is a glob on the tag or on its version. Modules
 * without a tag are absent. A tag that begins with the names of several modules is of the one with the longest.
 */
export function versionTags(
  tags: readonly string[],
  modulePaths: readonly string[],
  pattern: string,
): ReadonlyMap<string, string> {
  const owners = listPrefixes(modulePaths)
  const found = new Map<string, Candidate>()
  const whole: Candidate[] = []
  for (const tag of tags) {
    const version = versionOf(tag, tag, pattern)
    if (version !== undefined) whole.push({ tag, version, rank: Number.POSITIVE_INFINITY })
    for (const [path, candidate] of findOwners(tag, owners, pattern)) {
      const known = found.get(path)
      if (known === undefined || isBetter(candidate, known)) found.set(path, candidate)
    }
  }
  const [first, ...others] = whole
  const newest =
    first === undefined ? undefined : others.reduce((best, one) => (isBetter(one, best) ? one : best), first)
  const chosen = modulePaths.flatMap((path) => {
    const candidate = found.get(path) ?? newest
    return candidate === undefined ? [] : [[path, candidate.tag] as const]
  })
  return new Map(chosen)
}

type Owners = ReadonlyMap<
  string,
  readonly { readonly path: string; readonly rank: number; readonly needsDots: boolean }[]
>

/** The modules by tag prefix. */
function listPrefixes(modulePaths: readonly string[]): Owners {
  const names = modulePaths.map(lastSegment)
  const owners = new Map<string, { path: string; rank: number; needsDots: boolean }[]>()
  for (const path of new Set(modulePaths)) {
    const name = lastSegment(path)
    const isUnique = names.filter((other) => other === name).length === 1
    for (const [rank, { text, needsDots }] of prefixesOf(path, isUnique ? name : undefined).entries())
      owners.set(text, [...(owners.get(text) ?? []), { path, rank, needsDots }])
  }
  return owners
}

function prefixesOf(path: string, name: string | undefined): readonly Prefix[] {
  if (path === '.') return []
  return [path, ...(name === undefined || name === path ? [] : [name])].flatMap((text) => [
    { text: `${text}/`, needsDots: false },
    { text: `${text}-`, needsDots: true },
  ])
}

/** The modules that a tag is for: those with the longest prefix that leaves a version. */
function findOwners(tag: string, owners: Owners, pattern: string): readonly (readonly [string, Candidate])[] {
  for (let length = tag.length - 1; length > 0; length -= 1) {
    if (tag[length - 1] !== '/' && tag[length - 1] !== '-') continue
    const rest = tag.slice(length)
    const version = versionOf(rest, tag, pattern)
    const named = owners.get(tag.slice(0, length)) ?? []
    const fitting = named.filter(({ needsDots }) => !needsDots || /^v|\./i.test(rest))
    if (version !== undefined && fitting.length > 0)
      return fitting.map(({ path, rank }) => [path, { tag, version, rank }] as const)
  }
  return []
}

function versionOf(text: string, tag: string, pattern: string): SemanticVersion | undefined {
  return matchesGlob(pattern, text) || matchesGlob(pattern, tag) ? parseVersion(text) : undefined
}

function isBetter(left: Candidate, right: Candidate): boolean {
  if (left.rank !== right.rank) return left.rank < right.rank
  const isRelease = ({ version }: Candidate) => version.prerelease.length === 0
  if (isRelease(left) !== isRelease(right)) return isRelease(left)
  // `v1` and `v1.0.0` are the same version, but the longer tag does not move.
  const difference = compareVersions(left.version, right.version)
  if (difference !== 0) return difference > 0
  return left.tag.length !== right.tag.length ? left.tag.length > right.tag.length : left.tag < right.tag
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
