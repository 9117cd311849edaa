import type { ReadRepositoryResult } from './scan/read-repository-result.ts'
import type { BlueprintNames, ModuleOrigin } from './naming/name-blueprints.ts'

export interface NamedModules {
  /** The folders in which moved modules were before, by the name of their blueprint. */
  readonly moved: ReadonlyMap<string, string>
  /** Published blueprints whose modules are no longer in their repositories. */
  readonly missing: readonly { readonly name: string; readonly origin: ModuleOrigin }[]
}

interface KnownNames {
  readonly names: BlueprintNames
  /** Names in the blueprint repository, with the modules that they belong to. */
  readonly published: readonly (readonly [name: string, origin: ModuleOrigin | undefined])[]
}

/** Names all usable modules. Those that lie elsewhere than before keep their names. */
export function nameModules(
  repositories: readonly ReadRepositoryResult[],
  usable: readonly ReadRepositoryResult[],
  { names, published }: KnownNames,
): NamedModules {
  const moved = new Map<string, string>()
  const missing: { name: string; origin: ModuleOrigin }[] = []
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
    for (const [name, origin] of published) {
      if (origin?.store === store && !present.has(origin.path) && !moved.has(name))
        missing.push({ name, origin })
    }
  }
  names.give(
    usable.flatMap(({ snapshot, modules }) =>
      modules.map(({ directory }) => ({ store: snapshot.name, path: directory.path })),
    ),
  )
  return { moved, missing }
}

/** True if it was read as a whole, at the branch that is imported as a rule. */
function isWhole({ snapshot, elsewhere }: ReadRepositoryResult): boolean {
  return snapshot.scope === '.' && elsewhere !== true
}
