import { diffBlueprints, type BlueprintChange } from '@groundplan/blueprint'
import { getEnvironment } from '../change/change-environment.ts'
import { migrateInputs, type MigratedInputs } from '../inputs/migrate-inputs.ts'
import type { BlueprintVersion } from '../model/environment.ts'
import {
  findBlueprintVersion,
  readBlueprint,
  type EnvironmentDependencies,
} from './environment-dependencies.ts'

/** What an upgrade means for an environment, before anything is requested. */
export interface UpgradePreview {
  readonly from: BlueprintVersion
  readonly to: BlueprintVersion
  readonly changes: readonly BlueprintChange[]
  readonly inputs: MigratedInputs
}

/** Compares the environment's version with another one, the latest if none is named. Throws NotFoundError or InputError. */
export async function previewUpgrade(
  { id, version }: { readonly id: string; readonly version?: string | undefined },
  { store, catalog, findPresets }: Pick<EnvironmentDependencies, 'store' | 'catalog' | 'findPresets'>,
): Promise<UpgradePreview> {
  const { blueprint: from, inputs } = await getEnvironment(id, store)
  const [current, wanted] = await Promise.all([
    readBlueprint(from, catalog),
    findBlueprintVersion({ name: from.name, version }, { catalog, findPresets }),
  ])
  const fixed = (await findPresets?.(from.name))?.hidden
  return {
    ...{ from, to: wanted.version, changes: diffBlueprints(current, wanted.blueprint) },
    inputs: migrateInputs(wanted.blueprint, inputs, fixed),
  }
}
