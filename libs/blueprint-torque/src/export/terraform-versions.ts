/** The last patch of each minor version that Torque's Terraform grain knows: 0.14 to 1.5.5. */
const lastPatches: readonly (readonly [major: number, minor: number, patch: number])[] = [
  [1, 5, 5],
  [1, 4, 7],
  [1, 3, 10],
  [1, 2, 9],
  [1, 1, 9],
  [1, 0, 11],
  [0, 15, 5],
  [0, 14, 11],
]

type Version = readonly [major: number, minor: number, patch: number]

/** The newest version that Torque can run and the constraint allows; `undefined` if there is none or it cannot be read. */
export function newestVersionInTorque(constraint: string): string | undefined {
  const conditions = constraint.split(',').map(parseCondition)
  for (const [major, minor, last] of lastPatches) {
    for (let patch = last; patch >= 0; patch -= 1) {
      const version: Version = [major, minor, patch]
      if (conditions.every((condition) => condition?.(version) === true)) return version.join('.')
    }
  }
  return undefined
}

/** True if the constraint is an exact version, such as `1.6.2` or `= 1.6.2`. */
export function exactVersion(constraint: string): string | undefined {
  return /^\s*=?\s*(\d+\.\d+\.\d+)\s*$/.exec(constraint)?.[1]
}

function parseCondition(text: string): ((version: Version) => boolean) | undefined {
  const match = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?\s*$/.exec(text)
  if (match === null) return undefined
  const [, operator = '=', major = '0', minor, patch] = match
  const bound: Version = [Number(major), Number(minor ?? 0), Number(patch ?? 0)]
  switch (operator) {
    case '!=':
      return (version) => compare(version, bound) !== 0
    case '>':
      return (version) => compare(version, bound) > 0
    case '>=':
      return (version) => compare(version, bound) >= 0
    case '<':
      return (version) => compare(version, bound) < 0
    case '<=':
      return (version) => compare(version, bound) <= 0
    case '~>': {
      // Only the last number that is written may grow.
      const fixed = [major, minor, patch].filter((part) => part !== undefined).length - 1
      return (version) =>
        compare(version, bound) >= 0 && bound.slice(0, fixed).every((part, index) => part === version[index])
    }
    default:
      return (version) => compare(version, bound) === 0
  }
}

function compare(left: Version, right: Version): number {
  const index = left.findIndex((part, position) => part !== right[position])
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0)
}
