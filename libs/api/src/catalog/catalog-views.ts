import {
  changelogLines,
  diffWithCode,
  noPresets,
  parseBlueprint,
  presetInputs,
  type CodeComparisons,
  type InputPresets,
} from '@groundplan/blueprint'
import {
  describeDetails,
  type CatalogDetails,
  type CatalogEntry,
  type CatalogFacts,
  type CatalogSummary,
  type CatalogVersion,
  type VersionSummary,
} from '@groundplan/catalog'
import type { BlueprintLaunch, LaunchVerdict } from './catalog-launches.ts'

/** A catalog entry in a list; times are ISO 8601 texts. */
export interface CatalogEntryView extends CatalogFacts {
  readonly name: string
  readonly displayName: string
  readonly description?: string | undefined
  readonly version: string
  readonly publishedAt: string
  /** Whether it can be launched. Absent until an import has read its modules at the commits that it pins. */
  readonly launchVerdict?: LaunchVerdict | undefined
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
export interface BlueprintView extends CatalogEntryView, CatalogDetails {
  readonly latestVersion: string
  /** All versions, newest first. */
  readonly versions: readonly string[]
  readonly retired: boolean
  readonly commit: string
  /** What prevents a launch, what it needs, and what is worth knowing, most severe first. Absent with the verdict. */
  readonly launchReasons?: readonly string[] | undefined
  /** The file's text. */
  readonly text: string
}

export function toCatalogEntryView(
  { name, displayName, description, latest, ...entry }: Omit<CatalogSummary, 'sources'>,
  launchVerdict?: LaunchVerdict,
): CatalogEntryView {
  return {
    name,
    displayName,
    description,
    labels: entry.labels,
    providers: entry.providers,
    repositories: entry.repositories,
    owners: entry.owners,
    version: latest.version,
    publishedAt: latest.publishedAt.toISOString(),
    ...(launchVerdict === undefined ? {} : { launchVerdict }),
  }
}

export function toCatalogVersionView({ version, commit, publishedAt }: VersionSummary): CatalogVersionView {
  return { version, commit, publishedAt: publishedAt.toISOString() }
}

/** Versions, newest first, each with what changed since the one before it. */
export async function toVersionChanges(
  versions: readonly CatalogVersion[],
  comparisons: CodeComparisons,
): Promise<readonly CatalogVersionChanges[]> {
  const blueprints = versions.map(
    ({ blueprint, text }) => parseBlueprint(`${blueprint}.yaml`, text).blueprint,
  )
  const changes = versions.map(async (version, index) => {
    const [previous, current] = [blueprints[index + 1], blueprints[index]]
    if (previous === undefined || current === undefined) return toCatalogVersionView(version)
    return {
      ...toCatalogVersionView(version),
      changes: changelogLines(await diffWithCode(previous, current, comparisons)),
    }
  })
  return Promise.all(changes)
}

export function toBlueprintView(
  entry: CatalogEntry,
  version: CatalogVersion,
  versions: readonly string[],
  { details, launch }: { readonly details: CatalogDetails; readonly launch: BlueprintLaunch | undefined },
): BlueprintView {
  return {
    ...toCatalogEntryView(entry, launch?.verdict),
    ...toCatalogVersionView(version),
    ...details,
    latestVersion: entry.latest.version,
    versions,
    retired: entry.retired,
    ...(launch === undefined ? {} : { launchReasons: launch.reasons }),
    text: version.text,
  }
}

/** Parses older versions, and those of which the space sets something. */
export function readDetails(
  { name, latest, details }: CatalogEntry,
  { version, text }: CatalogVersion,
  presets: InputPresets = noPresets,
): CatalogDetails {
  const isPreset = Object.keys({ ...presets.defaults, ...presets.hidden }).length > 0
  if (version === latest.version && details !== undefined && !isPreset) return details
  const { blueprint } = parseBlueprint(`blueprints/${name}.yaml`, text)
  return blueprint === undefined
    ? { inputs: [], outputs: [], providerSettings: [], sources: [] }
    : describeDetails(presetInputs(blueprint, presets))
}
