import { parseBlueprint } from '@groundplan/blueprint'
import type { CatalogEntry } from '../catalog.ts'
import type { CatalogStore } from '../catalog-store.ts'
import { describeEntry } from '../describe-entry.ts'
import type { Pace } from './pace.ts'

/** How many entries are described at a time. */
const entriesAtOnce = 50

/** Describes these entries again, from the text that the catalog has of them. */
export async function describeOutdated(
  names: readonly string[],
  {
    catalog,
    pace,
  }: { readonly catalog: Pick<CatalogStore, 'findEntries' | 'describeAgain'>; readonly pace: Pace },
): Promise<void> {
  for (let start = 0; start < names.length; start += entriesAtOnce) {
    const described: CatalogEntry[] = []
    for (const entry of await catalog.findEntries(names.slice(start, start + entriesAtOnce))) {
      const { blueprint } = parseBlueprint(`${entry.name}.yaml`, entry.latest.text)
      // Unreadable versions keep their description.
      described.push(blueprint === undefined ? entry : { ...entry, ...describeEntry(entry.name, blueprint) })
      await pace.rest()
    }
    await catalog.describeAgain(described)
  }
}
