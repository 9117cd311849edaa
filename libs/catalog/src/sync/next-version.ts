import {
  bumpVersion,
  diffWithCode,
  parseBlueprint,
  versionBump,
  type Blueprint,
  type CodeComparisons,
} from '@groundplan/blueprint'
import type { CatalogVersion } from '../catalog.ts'

/**
 * The number of the version that comes after another. A text that changed without changing anything for those who use it, by
 * a comment for instance, counts as a fix; so a number always means one text.
 */
export async function nextVersion(
  latest: CatalogVersion | undefined,
  blueprint: Blueprint,
  comparisons: CodeComparisons,
): Promise<Pick<CatalogVersion, 'version' | 'ordinal'>> {
  if (latest === undefined) return { version: '1.0.0', ordinal: 1 }
  const { blueprint: previous } = parseBlueprint(`${latest.blueprint}.yaml`, latest.text)
  const ordinal = latest.ordinal + 1
  // An unreadable version cannot be compared, so any change may be breaking.
  if (previous === undefined) return { version: bumpVersion(latest.version, 'major'), ordinal }
  const bump = versionBump(await diffWithCode(previous, blueprint, comparisons)) ?? 'patch'
  return { version: bumpVersion(latest.version, bump), ordinal }
}
