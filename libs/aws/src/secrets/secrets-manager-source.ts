import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { InputError, NotFoundError } from '@groundplan/errors'
import {
  externalLabels,
  splitLabel,
  type ExternalPlace,
  type ExternalSecret,
  type ExternalSecretSource,
} from '@groundplan/secrets'
import { parseArn } from '../client/arn.ts'
import type { AwsAccess } from '../client/aws-access.ts'
import { toAwsError } from '../client/aws-error.ts'
import { createClientConfig } from '../client/create-client-config.ts'

const service = 'AWS Secrets Manager'
const actions = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']

/**
 * Secrets of AWS Secrets Manager, by name or ARN; the region is that of the ARN, or of the server. Origins and spaces are tags of the
 * secret, separated by blanks, because tags have no commas.
 */
export class SecretsManagerSource implements ExternalSecretSource {
  readonly #access: AwsAccess
  readonly #clients = new Map<string, Promise<SecretsManagerClient>>()

  constructor(access: AwsAccess) {
    this.#access = access
  }

  async read(place: ExternalPlace): Promise<ExternalSecret> {
    const { path, version, stage } = place
    try {
      const [{ DescribeSecretCommand, GetSecretValueCommand }, client] = await Promise.all([
        import('@aws-sdk/client-secrets-manager'),
        this.#open(path),
      ])
      const [described, value] = await Promise.all([
        client.send(new DescribeSecretCommand({ SecretId: path })),
        client.send(new GetSecretValueCommand({ SecretId: path, VersionId: version, VersionStage: stage })),
      ])
      const tags = new Map(described.Tags?.map(({ Key, Value }) => [Key, Value]))
      const spaces = tags.get(externalLabels.spaces)
      return {
        value: pick(value.SecretString, place),
        origins: splitLabel(tags.get(externalLabels.origins)),
        ...(spaces === undefined ? {} : { spaces: splitLabel(spaces) }),
      }
    } catch (error) {
      throw translate(error, path)
    }
  }

  /** A client for each region, loaded with the first secret. */
  #open(path: string): Promise<SecretsManagerClient> {
    const region = parseArn(path)?.region
    const key = region ?? ''
    const known =
      this.#clients.get(key) ??
      import('@aws-sdk/client-secrets-manager').then(
        ({ SecretsManagerClient }) => new SecretsManagerClient(createClientConfig(this.#access, { region })),
      )
    this.#clients.set(key, known)
    return known
  }
}

function translate(error: unknown, path: string): unknown {
  const isDeleted = error instanceof Error && /marked for deletion|marked deleted/i.test(error.message)
  if (isDeleted) {
    return new NotFoundError(`The secret ${path} is scheduled for deletion in ${service}.`, {
      hint: 'Restore it with `aws secretsmanager restore-secret`.',
    })
  }
  return toAwsError(error, { service, subject: path, actions })
}

function pick(text: string | undefined, { path, key }: ExternalPlace): string {
  if (text === undefined) throw new InputError(`The secret ${path} in ${service} is binary, not text.`)
  if (key === undefined) return text
  const fields = parseObject(text)
  if (fields === undefined) {
    throw new InputError(
      `The secret ${path} in ${service} is not a JSON object, so that it has no key "${key}".`,
      {
        hint: 'Leave out # and the key to use the whole text.',
      },
    )
  }
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined
  if (typeof value === 'string') return value
  if (value !== undefined) throw new InputError(`The key "${key}" of ${path} in ${service} is not a text.`)
  throw new NotFoundError(`The secret ${path} in ${service} has no key "${key}".`)
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}
