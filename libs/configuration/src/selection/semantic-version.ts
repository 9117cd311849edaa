/** A version in a tag: `v1.2.3`, `1.2`, `v2`, `1.0.0-rc.1+build`. */
export interface SemanticVersion {
  readonly numbers: readonly [string, string, string]
  /** Empty for a release. */
  readonly prerelease: readonly string[]
}

const pattern =
  /^v?(\d{1,20})(?:\.(\d{1,20}))?(?:\.(\d{1,20}))?(?:-([0-9a-z-]{1,40}(?:\.[0-9a-z-]{1,40}){0,8}))?(?:\+[0-9a-z.-]{1,100})?$/i

/** Parses a version; missing numbers are 0. `undefined` if it is invalid. */
export function parseVersion(text: string): SemanticVersion | undefined {
  const [, major, minor = '0', patch = '0', prerelease] = pattern.exec(text) ?? []
  if (major === undefined) return undefined
  const numbers = [strip(major), strip(minor), strip(patch)] as const
  return { numbers, prerelease: prerelease === undefined ? [] : prerelease.split('.') }
}

/** Negative if the first is older, according to https://semver.org/#spec-item-11. */
export function compareVersions(left: SemanticVersion, right: SemanticVersion): number {
  for (const [index, number] of left.numbers.entries()) {
    const difference = compareDigits(number, right.numbers[index] ?? '0')
    if (difference !== 0) return difference
  }
  return comparePrereleases(left.prerelease, right.prerelease)
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length
  for (const [index, word] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const difference = compareWords(word, other)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Numbers sort by value, and before words. */
function compareWords(left: string, right: string): number {
  const [isLeft, isRight] = [/^\d+$/.test(left), /^\d+$/.test(right)]
  if (isLeft && isRight) return compareDigits(strip(left), strip(right))
  if (isLeft !== isRight) return isLeft ? -1 : 1
  return left < right ? -1 : left > right ? 1 : 0
}

/** Compares numbers of any length without leading zeros. */
function compareDigits(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)
}

function strip(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '')
}
