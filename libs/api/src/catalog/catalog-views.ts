import {
  changelogLines,
  describeInterface,
  diffBlueprints,
  parseBlueprint,
  terraformGrains,
  type GrainSource,
  type InterfaceDescription,
} from '@groundplan/blueprint'
import type { CatalogEntry, CatalogSummary, CatalogVersion } from '@groundplan/catalog'

/** A catalog entry in a list; times are ISO 8601 texts. */
export interface CatalogEntryView {
  readonly name: string
  readonly displayName: string
  readonly description?: string | undefined
  readonly labels: readonly string[]
  readonly version: string
  readonly publishedAt: string
}

export interface CatalogVersionView {
  readonly version: string
  /** Commit of the blueprint repository. */
  readonly commit: string
  readonly publishedAt: string
}

/** A version beside the one before it. */
export interface CatalogVersionChanges extends CatalogVersionView {
  /** What changed, in Markdown, breaking changes first. Absent where there is nothing to compare with, as for the first version. */
  readonly changes?: readonly string[] | undefined
}

/** One version of one blueprint with everything that its page shows. */
export interface BlueprintView extends CatalogEntryView, InterfaceDescription {
  readonly latestVersion: string
  /** All versions, newest first. */
  readonly versions: readonly string[]
  readonly retired: boolean
  /** Who answers for the blueprint, e.g. `@platform/databases`. */
  readonly owners: readonly string[]
  readonly commit: string
  /** The file's text. */
  readonly text: string
  readonly sources: readonly (GrainSource & { readonly grain: string })[]
}

export function toCatalogEntryView({
  name,
  displayName,
  description,
  labels,
  latest,
}: CatalogSummary): CatalogEntryView {
  return {
    name,
    displayName,
    description,
    labels,
    version: latest.version,
    publishedAt: latest.publishedAt.toISOString(),
  }
}

export function toCatalogVersionView({
  version,
  commit,
  publishedAt,
}: Omit<CatalogVersion, 'text'>): CatalogVersionView {
  return { version, commit, publishedAt: publishedAt.toISOString() }
}

/** Versions, newest first, each with what changed since the one before it. */
export function toVersionChanges(versions: readonly CatalogVersion[]): readonly CatalogVersionChanges[] {
  const blueprints = versions.map(
    ({ blueprint, text }) => parseBlueprint(`${blueprint}.yaml`, text).blueprint,
  )
  return versions.map((version, index) => {
    const [previous, current] = [blueprints[index + 1], blueprints[index]]
    if (previous === undefined || current === undefined) return toCatalogVersionView(version)
    return { ...toCatalogVersionView(version), changes: changelogLines(diffBlueprints(previous, current)) }
  })
}

export function toBlueprintView(
  entry: CatalogEntry,
  version: CatalogVersion,
  versions: readonly CatalogVersion[],
): BlueprintView {
  const { blueprint } = parseBlueprint(`blueprints/${entry.name}.yaml`, version.text)
  return {
    ...toCatalogEntryView(entry),
    ...toCatalogVersionView(version),
    ...(blueprint === undefined ? { inputs: [], outputs: [] } : describeInterface(blueprint)),
    latestVersion: entry.latest.version,
    versions: versions.map((known) => known.version),
    retired: entry.retired,
    owners: blueprint?.metadata?.owners ?? [],
    text: version.text,
    sources: (blueprint === undefined ? [] : terraformGrains(blueprint)).map(([grain, { spec }]) => ({
      grain,
      ...spec.source,
    })),
  }
}
