/** Keys of an AWS identity; temporary ones have a session token. Never part of an answer, an event or a log. */
export interface AwsKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  /** When temporary keys end. */
  readonly expiresAt?: Date | undefined
}

/** What keys are asked for with. */
export type AwsExchange =
  | { readonly kind: 'web-identity'; readonly roleArn: string; readonly token: string }
  | { readonly kind: 'assumed-role'; readonly roleArn: string; readonly externalId: string }

export interface AwsSession {
  /** Names the session in CloudTrail: 2 to 64 of the characters `\w+=,.@-`. */
  readonly name: string
  /** How long the keys are valid, in seconds: 900 to 43,200, and no longer than the role allows. */
  readonly seconds: number
  /** Region whose STS is asked; absent: that of the server, or the first of the role's partition. */
  readonly region?: string | undefined
}

/** Whom keys belong to. */
export interface CloudIdentity {
  /** Number of the AWS account. */
  readonly account: string
  readonly arn: string
}

/** Port: AWS Security Token Service. Throws PlatformError that quotes no token and no key. */
export interface CloudGateway {
  /** Exchanges a token of this server, or the server's own AWS identity, for keys of a role. */
  exchange(exchange: AwsExchange, session: AwsSession): Promise<AwsKeys>
  identify(keys: AwsKeys, region?: string): Promise<CloudIdentity>
}
