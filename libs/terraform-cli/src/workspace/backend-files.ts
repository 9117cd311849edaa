import { InputError } from '@groundplan/errors'
import type { BackendSettings } from '@groundplan/terraform-run'

/** File that puts a backend in the place of whatever the module says; Terraform reads such files last. */
export const backendFile = 'groundplan_backend_override.tf.json'

/** Where the state is. Credentials are not in the file: Terraform would copy them into `.terraform` and into plans. */
export function printBackend(backend: BackendSettings): string {
  const blocks = { [typeOf(backend)]: backend.kind === 'other' ? escapeAll(backend.settings) : {} }
  return `${JSON.stringify({ terraform: { backend: blocks } }, null, 2)}\n`
}

/** Settings of the backend that are no part of the configuration: https://developer.hashicorp.com/terraform/language/backend/http. */
export function backendVariables(backend: BackendSettings): Readonly<Record<string, string>> {
  if (backend.kind !== 'http') return {}
  const { address, username, password } = backend
  return {
    ...{ TF_HTTP_ADDRESS: address, TF_HTTP_LOCK_ADDRESS: address, TF_HTTP_UNLOCK_ADDRESS: address },
    ...{ TF_HTTP_USERNAME: username, TF_HTTP_PASSWORD: password },
  }
}

function typeOf(backend: BackendSettings): string {
  if (backend.kind !== 'other') return backend.kind
  if (/^[a-z][a-z0-9]*$/.test(backend.type) && backend.type !== 'cloud') return backend.type
  throw new InputError(`"${backend.type.slice(0, 80)}" is not a backend of Terraform.`)
}

/** In JSON syntax `${` begins an expression, which backends do not allow. */
function escapeAll(settings: Readonly<Record<string, string | number | boolean>>) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/[$%]\{/g, (found) => `${found.slice(0, 1)}${found}`) : value,
    ]),
  )
}
