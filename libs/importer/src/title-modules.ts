import { titleOf } from '@groundplan/blueprint-generator'
import { assignTitles } from './naming/assign-titles.ts'
import type { BlueprintNames } from './naming/name-blueprints.ts'
import type { PublishedName } from './published-blueprints.ts'
import type { ReadModuleResult } from './read-repository.ts'

interface KnownTitles {
  readonly names: BlueprintNames
  readonly published: readonly PublishedName[]
}

/** Titles of the modules of one repository, by path, where they need others than their READMEs or names give them. */
export function titleModules(
  store: string,
  modules: readonly ReadModuleResult[],
  { names, published }: KnownTitles,
): ReadonlyMap<string, string> {
  const own = published.filter(([, source]) => source?.store === store)
  const titles = new Map(own.map(([name, source]) => [name, source?.title]))
  const titled = modules.flatMap(({ directory: { path }, module }) => {
    const name = names.find({ store, path })
    if (module === undefined || name === undefined) return []
    return [{ path, name, heading: titleOf(module), published: titles.get(name) }]
  })
  for (const { name } of titled) titles.delete(name)
  return assignTitles(
    titled,
    [...titles.values()].filter((title) => title !== undefined),
  )
}
