import type { SourcePosition } from '@groundplan/errors'
import { resolveLocalSource } from '../dependencies/resolve-local-source.ts'
import { throughLocals } from '../dependencies/find-origins.ts'
import type { TerraformModule } from '../module.ts'

/**
 * Attributes that providers declare sensitive, by resource type. Not complete: Terraform has the last word.
 * Sources: the schemas of these providers in the Terraform registry.
 */
const secretAttributes: Readonly<Record<string, readonly string[]>> = {
  random_password: ['result', 'bcrypt_hash'],
  tls_private_key: ['private_key_pem', 'private_key_openssh', 'private_key_pem_pkcs8'],
  local_sensitive_file: ['content', 'content_base64'],
  aws_iam_access_key: ['secret', 'ses_smtp_password_v4'],
  aws_iam_user_login_profile: ['password'],
  aws_db_instance: ['password'],
  aws_rds_cluster: ['master_password'],
  aws_redshift_cluster: ['master_password'],
  aws_docdb_cluster: ['master_password'],
  aws_elasticache_replication_group: ['auth_token'],
  aws_secretsmanager_secret_version: ['secret_string', 'secret_binary'],
  aws_ssm_parameter: ['value', 'insecure_value'],
  'data.aws_secretsmanager_secret_version': ['secret_string', 'secret_binary'],
  'data.aws_ssm_parameter': ['value'],
  'data.aws_eks_cluster_auth': ['token'],
  'data.aws_ecr_authorization_token': ['authorization_token', 'password'],
  azurerm_storage_account: [
    'primary_access_key',
    'secondary_access_key',
    'primary_connection_string',
    'secondary_connection_string',
    'primary_blob_connection_string',
    'secondary_blob_connection_string',
  ],
  azurerm_kubernetes_cluster: [
    'kube_config',
    'kube_config_raw',
    'kube_admin_config',
    'kube_admin_config_raw',
  ],
  azurerm_container_registry: ['admin_password'],
  azuread_application_password: ['value'],
  azuread_service_principal_password: ['value'],
  google_service_account_key: ['private_key'],
  google_sql_user: ['password'],
  'data.google_secret_manager_secret_version': ['secret_data'],
  'data.google_client_config': ['access_token'],
}

/** Finds a module of the same repository by its directory. */
export type FindModule = (path: string) => TerraformModule | undefined

export interface SecretOutput {
  readonly name: string
  readonly message: string
  readonly position: SourcePosition
  /** True if the secret comes from a called module. */
  readonly ofCall: boolean
}

/**
 * Outputs that Terraform rejects in a root module, because their value is a secret and they are not declared sensitive. Secrets of
 * called modules are only found with `find`.
 */
export function findSecretOutputs(
  module: TerraformModule,
  find: FindModule = () => undefined,
): readonly SecretOutput[] {
  const secrets = new Set(module.variables.filter(({ sensitive }) => sensitive).map(({ name }) => name))
  const found = traceSecrets(module, secrets, { find, depth: 0 })
  return module.outputs.flatMap(({ name, position, sensitive }) => {
    const secret = sensitive ? undefined : found.get(name)
    if (secret === undefined) return []
    const message = `Output "${name}" contains ${secret}, which is secret. Declare the output as sensitive.`
    return [{ name, message, position, ofCall: secret.startsWith('module.') }]
  })
}

/** Names of all outputs whose value is a secret, declared as such or not. */
export function listSecretOutputs(module: TerraformModule): readonly string[] {
  const declared = module.outputs.filter(({ sensitive }) => sensitive)
  return [...declared, ...findSecretOutputs(module)].map(({ name }) => name)
}

/** Deepest chain of calls that is followed. */
const maximumDepth = 8

/** The outputs that show a secret, by name, each with what is secret in it. `secrets` are the variables that get one. */
function traceSecrets(
  module: TerraformModule,
  secrets: ReadonlySet<string>,
  { find, depth }: { readonly find: FindModule; readonly depth: number },
): ReadonlyMap<string, string> {
  const referencesOf = new Map(module.locals.map(({ name, references }) => [name, references]))
  const ofCalls = new Map<string, ReadonlyMap<string, string>>()
  const isSecret = (reference: string): boolean => {
    const [root, name = '', output] = reference.split('.')
    if (root === 'var') return secrets.has(name)
    if (root !== 'module') return isSecretAttribute(reference)
    const found = secretsOfCall(name)
    return output === undefined ? found.size > 0 : found.has(output)
  }
  const secretsOfCall = (name: string): ReadonlyMap<string, string> => {
    const known = ofCalls.get(name)
    if (known !== undefined) return known
    // Circular references have no secret.
    ofCalls.set(name, new Map())
    const call = module.moduleCalls.find((each) => each.name === name)
    const target = call && resolveLocalSource(module.path, call.source)
    const called = target === undefined || depth >= maximumDepth ? undefined : find(target)
    if (call === undefined || called === undefined) return new Map()
    const given = call.arguments
      .filter(
        ({ expression, references }) =>
          !isRevealed(expression) && throughLocals(references, referencesOf).some(isSecret),
      )
      .map((argument) => argument.name)
    const own = called.variables.filter(({ sensitive }) => sensitive).map((variable) => variable.name)
    const found = traceSecrets(called, new Set([...own, ...given]), { find, depth: depth + 1 })
    ofCalls.set(name, found)
    return found
  }
  return new Map(
    module.outputs.flatMap(
      ({ name, sensitive, value = '', references }): readonly (readonly [string, string])[] => {
        // In a called module, what is declared sensitive is secret whatever it contains.
        if (sensitive && depth > 0) return [[name, name]]
        if (isRevealed(value)) return []
        if (/\bsensitive\s*\(/.test(value)) return [[name, 'the result of sensitive()']]
        const secret = throughLocals(references, referencesOf).find(isSecret)
        return secret === undefined ? [] : [[name, secret]]
      },
    ),
  )
}

/** Not checked: which part of an expression is revealed. */
function isRevealed(expression: string): boolean {
  return /\b(?:nonsensitive|issensitive)\s*\(/.test(expression)
}

/** True of a secret attribute, and of a resource as a whole that has one. */
function isSecretAttribute(reference: string): boolean {
  const parts = reference.split('.')
  const [type = '', attribute] =
    parts[0] === 'data' ? [`data.${parts[1] ?? ''}`, parts[3]] : [parts[0], parts[2]]
  if (!Object.hasOwn(secretAttributes, type)) return false
  return attribute === undefined || (secretAttributes[type] ?? []).includes(attribute)
}
