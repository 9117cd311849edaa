import {
  describeInterface,
  parseBlueprint,
  terraformGrains,
  type GrainSource,
  type InterfaceDescription,
} from '@groundplan/blueprint'
import type { CatalogEntry, CatalogVersion } from '@groundplan/catalog'

/** A catalog entry in a list; times are ISO 8601 texts. */
export interface CatalogEntryView {
  readonly name: string
  readonly displayName: string
  readonly description?: string | undefined
  readonly labels: readonly string[]
  readonly version: number
  readonly publishedAt: string
}

export interface CatalogVersionView {
  readonly version: number
  /** Commit of the blueprint repository. */
  readonly commit: string
  readonly publishedAt: string
}

/** One version of one blueprint with everything that its page shows. */
export interface BlueprintView extends CatalogEntryView, InterfaceDescription {
  readonly latestVersion: number
  readonly retired: boolean
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
}: CatalogEntry): CatalogEntryView {
  return {
    name,
    displayName,
    description,
    labels,
    version: latest.version,
    publishedAt: latest.publishedAt.toISOString(),
  }
}

export function toCatalogVersionView({ version, commit, publishedAt }: CatalogVersion): CatalogVersionView {
  return { version, commit, publishedAt: publishedAt.toISOString() }
}

export function toBlueprintView(entry: CatalogEntry, version: CatalogVersion): BlueprintView {
  const { blueprint } = parseBlueprint(`blueprints/${entry.name}.yaml`, version.text)
  return {
    ...toCatalogEntryView(entry),
    ...toCatalogVersionView(version),
    ...(blueprint === undefined ? { inputs: [], outputs: [] } : describeInterface(blueprint)),
    latestVersion: entry.latest.version,
    retired: entry.retired,
    text: version.text,
    sources: (blueprint === undefined ? [] : terraformGrains(blueprint)).map(([grain, { spec }]) => ({
      grain,
      ...spec.source,
    })),
  }
}
