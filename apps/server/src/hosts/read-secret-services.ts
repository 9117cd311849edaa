import { readFile } from 'node:fs/promises'
import { InputError } from '@groundplan/errors'
import { readNetwork, type Network } from '@groundplan/http'
import type { Environment } from '@groundplan/process'
import { mayCarrySecrets } from '@groundplan/scm'
import { SecretsManagerSource, type AwsAccess } from '@groundplan/aws'
import { VaultSecretSource, type VaultSignIn } from '@groundplan/secrets-vault'
import { z } from 'zod'
import type { SecretSources } from './external-secrets.ts'

/** Every variable about services that keep secrets and keys. */
const SourceEnvironment = z.object({
  /** Address of HashiCorp Vault, from which groundplan.yaml can then refer to secrets. */
  GROUNDPLAN_VAULT_ADDR: z
    .url({ protocol: /^https?$/ })
    .refine(mayCarrySecrets, { message: 'Use https://. http:// is only allowed for this machine.' })
    .optional(),
  /** Namespace in Vault Enterprise and HCP Vault. */
  GROUNDPLAN_VAULT_NAMESPACE: z.string().min(1).optional(),
  /** How the server signs in to Vault. */
  GROUNDPLAN_VAULT_AUTH: z.enum(['token', 'approle', 'jwt', 'kubernetes']).default('token'),
  /** Path at which the auth method is enabled, if it is not its name. */
  GROUNDPLAN_VAULT_AUTH_MOUNT: z
    .string()
    .regex(/^[\w-][\w./-]*[\w-]$|^\w$/)
    .optional(),
  /** Role for JWT and Kubernetes, role ID for AppRole. */
  GROUNDPLAN_VAULT_ROLE: z.string().min(1).optional(),
  /** Token, secret ID or JWT. */
  GROUNDPLAN_VAULT_TOKEN: z.string().min(1).optional(),
  /** File with it, which is read again for each use. */
  GROUNDPLAN_VAULT_TOKEN_FILE: z.string().min(1).optional(),
  /** `on`: groundplan.yaml can refer to secrets of AWS Secrets Manager. */
  GROUNDPLAN_AWS_SECRETS_MANAGER: z.enum(['on', 'off']).default('off'),
  /** Key of AWS KMS that encrypts master keys, which are then created by the server: ARN, alias or ID. */
  GROUNDPLAN_MASTER_KEY_KMS: z
    .string()
    .regex(/^[\w:/-]{1,2048}$/)
    .optional(),
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
})

/** What each service is reached with; nothing is asked for yet. */
export interface SecretServices {
  readonly sources: SecretSources
  /** The server's own identity in AWS. */
  readonly aws: AwsAccess
  /** Key of AWS KMS that encrypts master keys; absent: they are given. */
  readonly masterKeyKms?: string | undefined
}

/** Where Kubernetes puts the token of a pod's service account. */
const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token'

/** Reads `GROUNDPLAN_VAULT_*`, `GROUNDPLAN_AWS_*` and the variables of the AWS SDK. Throws InputError. */
export function readSecretServices(environment: Environment): SecretServices {
  const parsed = SourceEnvironment.safeParse(environment)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new InputError(`Invalid environment variables: ${problems.join('; ')}.`, {
      hint: 'Correct the variables and start again.',
    })
  }
  const { data } = parsed
  const network = readNetwork(environment)
  const aws = readAws(data, network)
  const { GROUNDPLAN_VAULT_ADDR: address, GROUNDPLAN_VAULT_NAMESPACE: namespace } = data
  const vault =
    address === undefined
      ? {}
      : { vault: new VaultSecretSource({ address, namespace, signIn: readSignIn(data) }, { network }) }
  const manager =
    data.GROUNDPLAN_AWS_SECRETS_MANAGER === 'on'
      ? { 'aws-secrets-manager': new SecretsManagerSource(aws) }
      : {}
  return { sources: { ...vault, ...manager }, aws, masterKeyKms: data.GROUNDPLAN_MASTER_KEY_KMS }
}

type Variables = z.infer<typeof SourceEnvironment>

/** The secrets among them are no longer in the environment of the process, where the SDK looks for them. */
function readAws(data: Variables, network: Network): AwsAccess {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = data
  const region = data.AWS_REGION ?? data.AWS_DEFAULT_REGION
  if (accessKeyId === undefined || secretAccessKey === undefined) return { region, network }
  return { region, network, keys: { accessKeyId, secretAccessKey, sessionToken: data.AWS_SESSION_TOKEN } }
}

function readSignIn(data: Variables): VaultSignIn {
  const { GROUNDPLAN_VAULT_AUTH: kind, GROUNDPLAN_VAULT_ROLE: role } = data
  const read = readCredential(data)
  if (kind === 'token') return { kind, token: read }
  const mount = data.GROUNDPLAN_VAULT_AUTH_MOUNT ?? kind
  if (role === undefined) {
    throw new InputError(`GROUNDPLAN_VAULT_AUTH is ${kind}, but GROUNDPLAN_VAULT_ROLE is not set.`, {
      hint: kind === 'approle' ? 'Set it to the role ID.' : 'Set it to the name of the role in Vault.',
    })
  }
  return kind === 'approle' ? { kind, mount, roleId: role, secretId: read } : { kind, mount, role, jwt: read }
}

function readCredential(data: Variables): () => Promise<string> {
  const { GROUNDPLAN_VAULT_TOKEN: value, GROUNDPLAN_VAULT_AUTH: kind } = data
  if (value !== undefined) return async () => value
  const path = data.GROUNDPLAN_VAULT_TOKEN_FILE ?? (kind === 'kubernetes' ? serviceAccountToken : undefined)
  if (path === undefined) {
    throw new InputError(
      'GROUNDPLAN_VAULT_ADDR is set, but the server has nothing to sign in to Vault with.',
      {
        hint: 'Set GROUNDPLAN_VAULT_TOKEN_FILE or GROUNDPLAN_VAULT_TOKEN: a token, or the secret ID or JWT of GROUNDPLAN_VAULT_AUTH.',
      },
    )
  }
  return async () => {
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new InputError(`Cannot read ${path} (GROUNDPLAN_VAULT_TOKEN_FILE).`, {
        hint: 'Check the path, and that the user of the server may read the file.',
        cause,
      })
    })
    return text.trim()
  }
}
