import type { Blueprint } from '@groundplan/blueprint'
import { parseBlueprint } from '@groundplan/blueprint'
import type { CatalogStore } from '@groundplan/catalog'
import { InputError, NotFoundError } from '@groundplan/errors'
import type { MasterKeys } from '@groundplan/secrets'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import type { BlueprintVersion, EnvironmentTarget, Environment } from '../model/environment.ts'
import type { Policies } from '../ports/policies.ts'
import { listVersions, type Definitions } from '../run/create-run.ts'

/** What requests of one space work with. */
export interface EnvironmentDependencies {
  readonly spaceId: string
  readonly store: EnvironmentStore
  readonly catalog: Pick<CatalogStore, 'findEntry' | 'findVersion'>
  readonly policies: Policies
  /** Throws if the server has none. */
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly now: () => Date
}

/** The blueprint of a version. Throws NotFoundError or InputError. */
export async function readBlueprint(
  { name, version }: Pick<BlueprintVersion, 'name' | 'version'>,
  catalog: Pick<CatalogStore, 'findVersion'>,
): Promise<Blueprint> {
  const found = await catalog.findVersion(name, version)
  if (found === undefined) throw new NotFoundError(`The catalog has no version ${version} of "${name}".`)
  const { blueprint } = parseBlueprint(`blueprints/${name}.yaml`, found.text)
  if (blueprint !== undefined) return blueprint
  throw new InputError(`Version ${version} of "${name}" is not a valid blueprint.`, {
    hint: 'Choose another version.',
  })
}

/** One version of a blueprint that is in use, the latest if none is named. Throws NotFoundError or InputError. */
export async function findBlueprintVersion(
  { name, version }: { readonly name: string; readonly version?: string | undefined },
  catalog: Pick<CatalogStore, 'findEntry' | 'findVersion'>,
): Promise<{ readonly version: BlueprintVersion; readonly blueprint: Blueprint }> {
  const entry = await catalog.findEntry(name)
  if (entry === undefined || entry.retired) {
    throw new NotFoundError(`The catalog has no blueprint "${name.slice(0, 80)}".`, {
      hint: 'See the catalog for the blueprints that can be launched.',
    })
  }
  const wanted = version ?? entry.latest.version
  const found = await catalog.findVersion(name, wanted)
  if (found === undefined) throw new NotFoundError(`The catalog has no version ${wanted} of "${name}".`)
  const blueprint = await readBlueprint({ name, version: wanted }, catalog)
  return { version: { name, version: wanted, commit: found.commit }, blueprint }
}

/** The blueprints that a run of the environment needs. */
export async function readDefinitions(
  environment: Environment,
  target: EnvironmentTarget,
  catalog: Pick<CatalogStore, 'findVersion'>,
): Promise<Definitions> {
  const known = new Map<string, Blueprint>()
  for (const version of listVersions(environment, target)) {
    const key = keyOf(version)
    if (!known.has(key)) known.set(key, await readBlueprint(version, catalog))
  }
  return (version) => {
    const found = known.get(keyOf(version))
    if (found === undefined) throw new Error(`The blueprint ${keyOf(version)} was not read.`)
    return found
  }
}

function keyOf({ name, version }: BlueprintVersion): string {
  return `${name} ${version}`
}
