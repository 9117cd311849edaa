import { changeLevels, type BlueprintChange, type ChangeLevel } from './blueprint-change.ts'

/** The part of a semantic version to increment. */
export type VersionBump = 'major' | 'minor' | 'patch'

const bumps = { breaking: 'major', feature: 'minor', fix: 'patch' } as const satisfies Record<
  ChangeLevel,
  VersionBump
>

/** The part to increment for the changes, determined by the most severe one. Undefined if nothing changed. */
export function versionBump(changes: readonly BlueprintChange[]): VersionBump | undefined {
  const present = new Set(changes.map(({ level }) => level))
  const level = changeLevels.find((candidate) => present.has(candidate))
  return level === undefined ? undefined : bumps[level]
}

/** The next semantic version: `1.4.2` and `minor` give `1.5.0`. Throws RangeError unless the version consists of three numbers. */
export function bumpVersion(version: string, bump: VersionBump): string {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version)
  if (match === null)
    throw new RangeError(`Invalid version "${version}": expected three numbers, such as 1.4.2`)
  const [major, minor, patch] = match.slice(1).map(BigInt) as [bigint, bigint, bigint]
  switch (bump) {
    case 'major':
      return `${major + 1n}.0.0`
    case 'minor':
      return `${major}.${minor + 1n}.0`
    case 'patch':
      return `${major}.${minor}.${patch + 1n}`
  }
}
