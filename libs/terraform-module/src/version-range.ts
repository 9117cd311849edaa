/** Versions that constraints accept, as far as they can be read. Bounds are `[major, minor, patch]`. */
export interface VersionRange {
  readonly from: Version
  /** The first version that is too new; `undefined` if there is none. */
  readonly to: Version | undefined
}

export type Version = readonly [major: number, minor: number, patch: number]

const constraint = /^(=|!=|>=|<=|>|<|~>)?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-[\w.]+)?(?:\+[\w.]+)?$/
const zero: Version = [0, 0, 0]

/** The range in which all constraints, such as `>= 1.3, < 2.0`, hold; `undefined` if one of them is none. */
export function readVersionRange(constraints: readonly string[]): VersionRange | undefined {
  let range: VersionRange = { from: zero, to: undefined }
  const excluded: Version[] = []
  for (const text of constraints.flatMap((each) => each.split(','))) {
    const match = constraint.exec(text.trim())
    if (match === null) return undefined
    const [, operator = '=', major = '0', minor, patch] = match
    const version: Version = [Number(major), Number(minor ?? 0), Number(patch ?? 0)]
    if (operator === '!=') excluded.push(version)
    const own = rangeOf(operator, version, minor === undefined ? 1 : patch === undefined ? 2 : 3)
    range = { from: later(range.from, own.from), to: earlier(range.to, own.to) }
  }
  return withoutEnds(range, excluded)
}

/** Most versions that are excluded one by one; more say nothing about the range. */
const maximumExcluded = 100

/** A range whose first or last version is excluded begins later or ends earlier; one excluded inside changes no bound. */
function withoutEnds(range: VersionRange, excluded: readonly Version[]): VersionRange {
  let { from, to } = range
  const ascending = excluded.slice(0, maximumExcluded).toSorted(compareVersions)
  for (const version of ascending) if (compareVersions(version, from) === 0) from = next(from)
  for (const version of ascending.toReversed())
    if (to !== undefined && compareVersions(next(version), to) === 0) to = version
  return { from, to }
}

function rangeOf(operator: string, version: Version, parts: 1 | 2 | 3): VersionRange {
  switch (operator) {
    case '>=':
      return { from: version, to: undefined }
    case '>':
      return { from: next(version), to: undefined }
    case '<':
      return { from: zero, to: version }
    case '<=':
      return { from: zero, to: next(version) }
    case '!=':
      return { from: zero, to: undefined }
    case '~>':
      return {
        from: version,
        to: parts === 1 ? undefined : parts === 2 ? [version[0] + 1, 0, 0] : [version[0], version[1] + 1, 0],
      }
    default:
      return { from: version, to: next(version) }
  }
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1]
}

function later(left: Version, right: Version): Version {
  return compareVersions(left, right) >= 0 ? left : right
}

function earlier(left: Version | undefined, right: Version | undefined): Version | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return compareVersions(left, right) <= 0 ? left : right
}

/** Negative if the left one is older, 0 if they are the same. An absent one is newer than all. */
export function compareVersions(left: Version | undefined, right: Version | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined)
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}
