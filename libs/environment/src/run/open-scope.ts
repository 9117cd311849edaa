import type { JsonObject } from '@groundplan/terraform-type'
import type { Environment } from '../model/environment.ts'
import type { EnvironmentVault } from '../secrets/environment-vault.ts'

/** Outputs of all grains that have any, in the open. */
export async function openOutputs(
  { id, grains }: Environment,
  vault: EnvironmentVault,
): Promise<Record<string, { readonly outputs: JsonObject }>> {
  const opened: Record<string, { readonly outputs: JsonObject }> = {}
  for (const [grain, { sealedOutputs: name }] of Object.entries(grains)) {
    if (name === undefined) continue
    const value = await vault.openJson({ environmentId: id, kind: 'outputs', name })
    opened[grain] = { outputs: value as JsonObject }
  }
  return opened
}

/** What expressions may ask of the environment itself. */
export function namesOf({ id, name, spaceId, blueprint, owner }: Environment) {
  return {
    ...{ envId: id, sandboxId: id, environmentName: name, blueprintName: blueprint.name },
    ...{
      spaceName: spaceId,
      ...('name' in owner && owner.name !== undefined ? { ownerEmail: owner.name } : {}),
    },
  }
}
