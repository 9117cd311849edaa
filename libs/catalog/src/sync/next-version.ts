import {
  bumpVersion,
  diffBlueprints,
  parseBlueprint,
  versionBump,
  type Blueprint,
} from '@groundplan/blueprint'
import type { CatalogVersion } from '../catalog.ts'

/**
 * The number of the version that comes after another. A text that changed without changing anything for those who use it, by
 * a comment for instance, counts as a fix; so a number always means one text.
 */
export function nextVersion(
  latest: CatalogVersion | undefined,
  blueprint: Blueprint,
): Pick<CatalogVersion, 'version' | 'ordinal'> {
  if (latest === undefined) return { version: '1.0.0', ordinal: 1 }
  const { blueprint: previous } = parseBlueprint(`${latest.blueprint}.yaml`, latest.text)
  const ordinal = latest.ordinal + 1
  // An unreadable version cannot be compared, so any change may be breaking.
  if (previous === undefined) return { version: bumpVersion(latest.version, 'major'), ordinal }
  return {
    version: bumpVersion(latest.version, versionBump(diffBlueprints(previous, blueprint)) ?? 'patch'),
    ordinal,
  }
}
