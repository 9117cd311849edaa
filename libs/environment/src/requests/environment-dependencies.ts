import type { SpaceLimits } from '@groundplan/access'
import { parseBlueprint, type Blueprint, type InputPresets } from '@groundplan/blueprint'
import type { CatalogStore } from '@groundplan/catalog'
import { InputError, NotFoundError } from '@groundplan/errors'
import type { MasterKeys } from '@groundplan/secrets'
import type { JsonObject } from '@groundplan/terraform-type'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import type { BlueprintVersion, EnvironmentTarget, Environment } from '../model/environment.ts'
import type { Policies } from '../ports/policies.ts'
import { listVersions, type Definitions } from '../run/create-run.ts'

/** What requests of one space work with. */
export interface EnvironmentDependencies {
  readonly spaceId: string
  readonly store: EnvironmentStore
  readonly catalog: Pick<CatalogStore, 'findEntry' | 'findVersion'>
  /** What the space sets of a blueprint that is published to it; `undefined` if none is. Absent: the space has all, as they are. */
  readonly findPresets?: ((blueprint: string) => Promise<InputPresets | undefined>) | undefined
  readonly policies: Policies
  /** What the space allows. Absent: everything. */
  readonly readLimits?: (() => Promise<SpaceLimits>) | undefined
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
  { catalog, findPresets }: Pick<EnvironmentDependencies, 'catalog' | 'findPresets'>,
): Promise<{ readonly version: BlueprintVersion; readonly blueprint: Blueprint }> {
  const entry = await catalog.findEntry(name)
  const isPublished = findPresets === undefined || (await findPresets(name)) !== undefined
  if (entry === undefined || entry.retired || !isPublished) {
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

/**
 * The values of a blueprint's inputs, with those that the space fixes. Throws InputError if one of these is given, and NotFoundError if
 * the blueprint is not published to the space.
 */
export async function withFixedInputs(
  given: JsonObject,
  blueprint: string,
  { findPresets }: Pick<EnvironmentDependencies, 'findPresets'>,
): Promise<JsonObject> {
  if (findPresets === undefined) return given
  const presets = await findPresets(blueprint)
  if (presets === undefined) {
    throw new NotFoundError(`The blueprint "${blueprint.slice(0, 80)}" is not published to this space.`, {
      hint: 'Ask whoever manages spaces to publish it. The environment can still be ended.',
    })
  }
  const fixed = Object.keys(given).find((name) => Object.hasOwn(presets.hidden, name))
  if (fixed !== undefined) throw new InputError(`The space fixes the input "${fixed}": it cannot be given.`)
  return { ...given, ...presets.hidden }
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
