import type { STSClient } from '@aws-sdk/client-sts'
import type {
  AwsExchange,
  AwsKeys,
  AwsSession,
  CloudGateway,
  CloudIdentity,
} from '@groundplan/cloud-credentials'
import { ExternalServiceError } from '@groundplan/errors'
import { firstRegion, parseArn } from '../client/arn.ts'
import type { AwsAccess, AwsClientOptions } from '../client/aws-access.ts'
import { toAwsError } from '../client/aws-error.ts'
import { createClientConfig } from '../client/create-client-config.ts'

const service = 'AWS STS'

/** Keys that sign nothing: AssumeRoleWithWebIdentity is not signed, and must not look for keys of the server. */
const noKeys: AwsKeys = { accessKeyId: 'none', secretAccessKey: 'none' }

/** AWS Security Token Service. Assumes roles with the server's own identity, or with tokens of this server. */
export class StsGateway implements CloudGateway {
  readonly #access: AwsAccess

  constructor(access: AwsAccess) {
    this.#access = access
  }

  async exchange(exchange: AwsExchange, session: AwsSession): Promise<AwsKeys> {
    const { roleArn } = exchange
    const isToken = exchange.kind === 'web-identity'
    const region = session.region ?? this.#access.region ?? firstRegion(parseArn(roleArn)?.partition ?? '')
    const names = { RoleArn: roleArn, RoleSessionName: session.name, DurationSeconds: session.seconds }
    try {
      const sts = await import('@aws-sdk/client-sts')
      const client = await this.#open({ region, keys: isToken ? noKeys : undefined })
      const { Credentials: found } = isToken
        ? await client.send(
            new sts.AssumeRoleWithWebIdentityCommand({ ...names, WebIdentityToken: exchange.token }),
          )
        : await client.send(new sts.AssumeRoleCommand({ ...names, ExternalId: exchange.externalId }))
      const {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
      } = found ?? {}
      if (accessKeyId === undefined || secretAccessKey === undefined)
        throw new ExternalServiceError(`${service} returned no keys for ${roleArn}.`, { service })
      return { accessKeyId, secretAccessKey, sessionToken, expiresAt: found?.Expiration }
    } catch (error) {
      const action = isToken ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole'
      const secrets = isToken ? [exchange.token] : []
      throw toAwsError(error, { service, subject: roleArn, actions: [action], secrets })
    }
  }

  async identify(keys: AwsKeys, region?: string): Promise<CloudIdentity> {
    try {
      const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
      const client = await this.#open({ keys, region: region ?? this.#access.region ?? firstRegion('aws') })
      const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}))
      if (account === undefined || arn === undefined)
        throw new ExternalServiceError(`${service} returned no identity.`, { service })
      return { account, arn }
    } catch (error) {
      const secrets = [keys.secretAccessKey, keys.sessionToken ?? '']
      const subject = `the access key ${keys.accessKeyId}`
      throw toAwsError(error, { service, subject, actions: ['sts:GetCallerIdentity'], secrets })
    }
  }

  /** Not kept: each has other keys, and is used once. */
  async #open(options: AwsClientOptions): Promise<STSClient> {
    const { STSClient } = await import('@aws-sdk/client-sts')
    return new STSClient(createClientConfig(this.#access, options))
  }
}
