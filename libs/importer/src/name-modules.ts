import type { MissingModules } from './retirement/plan-retirements.ts'
import type { ReadRepositoryResult } from './scan/read-repository-result.ts'
import type { BlueprintNames } from './naming/name-blueprints.ts'
import type { PublishedName } from './published-blueprints.ts'

export interface NamedModules {
  /** The folders in which moved modules were before, by the name of their blueprint. */
  readonly moved: ReadonlyMap<string, string>
  /** For each repository read in full, the published blueprints whose modules are gone. */
  readonly missing: readonly MissingModules[]
}

interface KnownNames {
  readonly names: BlueprintNames
  /** Names in the blueprint repository, with the modules that they belong to. */
  readonly published: readonly PublishedName[]
}

/** Names all usable modules. Those that lie elsewhere than before keep their names. */
export function nameModules(
  repositories: readonly ReadRepositoryResult[],
  usable: readonly ReadRepositoryResult[],
  { names, published }: KnownNames,
): NamedModules {
  const moved = new Map<string, string>()
  const missing: MissingModules[] = []
  for (const repository of repositories) {
    const { snapshot, modules } = repository
    const store = snapshot.name
    for (const { from, to } of repository.moved ?? []) {
      const name = names.find({ store, path: from })
      if (name === undefined || names.find({ store, path: to }) !== undefined) continue
      names.move({ store, path: from }, { store, path: to })
      moved.set(name, from)
    }
    if (!isWhole(repository)) continue
    const present = new Set(modules.map(({ directory }) => directory.path))
    const own = published.flatMap(([blueprint, source]) =>
      source?.store === store
        ? [
            {
              blueprint,
              path: source.path,
              commit: source.commit,
              goneSince: repository.goneSince?.get(source.path) ?? snapshot.commit,
            },
          ]
        : [],
    )
    const gone = own.filter(({ blueprint, path }) => !present.has(path) && !moved.has(blueprint))
    const { host, owner, kind } = repository.origin ?? {}
    missing.push({ snapshot, host, owner, kind, modules: gone, published: own.length })
  }
  names.give(
    usable.flatMap(({ snapshot, modules }) =>
      modules.map(({ directory }) => ({ store: snapshot.name, path: directory.path })),
    ),
  )
  return { moved, missing }
}

/** True if the repository was read in full at its default branch, so missing modules are gone. */
function isWhole({ snapshot, elsewhere, partial }: ReadRepositoryResult): boolean {
  return snapshot.scope === '.' && elsewhere !== true && partial !== true
}
