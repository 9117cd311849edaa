import { throughLocals } from '../dependencies/find-origins.ts'
import type { TerraformModule } from '../module.ts'
import type { LaunchReason } from './launch-assessment.ts'

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

/** Outputs that Terraform rejects in a root module, because their value is a secret and they are not declared sensitive. */
export function findSecretOutputs({ outputs, variables, locals }: TerraformModule): readonly LaunchReason[] {
  const secretVariables = new Set(
    variables.filter(({ sensitive }) => sensitive).map(({ name }) => `var.${name}`),
  )
  const referencesOf = new Map(locals.map(({ name, references }) => [name, references]))
  return outputs.flatMap(({ name, position, sensitive, value = '', references }): LaunchReason[] => {
    // Not checked: which part of it `nonsensitive` reveals.
    if (sensitive || /\bnonsensitive\s*\(/.test(value)) return []
    const secret = throughLocals(references, referencesOf).find(
      (each) => secretVariables.has(each.split('.', 2).join('.')) || isSecretAttribute(each),
    )
    if (secret === undefined) return []
    const message = `Output "${name}" contains ${secret}, which is secret. Declare the output as sensitive.`
    return [{ rule: 'secret-output', effect: 'requires', message, position }]
  })
}

/** True of a secret attribute, and of a resource as a whole that has one. */
function isSecretAttribute(reference: string): boolean {
  const parts = reference.split('.')
  const [type = '', attribute] =
    parts[0] === 'data' ? [`data.${parts[1] ?? ''}`, parts[3]] : [parts[0], parts[2]]
  if (!Object.hasOwn(secretAttributes, type)) return false
  return attribute === undefined || (secretAttributes[type] ?? []).includes(attribute)
}
