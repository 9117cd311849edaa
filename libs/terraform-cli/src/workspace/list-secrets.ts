import { isSecretVariable } from '@groundplan/process'
import type { TerraformModule } from '@groundplan/terraform-module'
import type { ResolvedGrain } from '@groundplan/terraform-root'
import type { WorkspaceRequest } from '@groundplan/terraform-run'

type Resolved = Parameters<ResolvedGrain['inputs']['forEach']>[0] extends (
  value: infer Value,
  ...rest: never[]
) => void
  ? Value
  : never

/** Every text that must not be shown of what a run is given. */
export function listSecrets(request: WorkspaceRequest, module: TerraformModule): readonly string[] {
  const { grain, backend, credentials, registryTokens = {}, gitCredentials = {}, secrets = [] } = request
  const sensitive = new Set(
    module.variables.flatMap(({ name, sensitive, ephemeral }) => (sensitive || ephemeral ? [name] : [])),
  )
  const values = [
    ...[...grain.inputs].flatMap(([name, value]) => textsOf(value, sensitive.has(name))),
    ...[...grain.environment].flatMap(([name, value]) => textsOf(value, isSecretVariable(name))),
    ...grain.providers.flatMap(({ settings }) =>
      [...settings.values()].flatMap((value) => textsOf(value, false)),
    ),
  ]
  const keys = Object.entries(credentials).flatMap(([name, value]) => (isSecretVariable(name) ? [value] : []))
  const passwords = Object.values(gitCredentials).map(({ password }) => password)
  const own = backend.kind === 'http' ? [backend.password] : []
  return [...values, ...keys, ...Object.values(registryTokens), ...passwords, ...own, ...secrets]
}

function textsOf(value: Resolved, isSecret: boolean): readonly string[] {
  switch (value.kind) {
    case 'list':
      return value.items.flatMap((item) => textsOf(item, isSecret))
    case 'map':
      return value.entries.flatMap(([, item]) => textsOf(item, isSecret))
    case 'constant':
      return value.value !== null && (isSecret || value.secret || value.ephemeral)
        ? [String(value.value)]
        : []
  }
}
