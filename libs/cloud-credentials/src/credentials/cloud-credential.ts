/**
 * A cloud credential is how runs of a space sign in to an AWS account. From the safest to the last resort: a *web identity* (a token of this
 * server, exchanged for keys of a role), an *assumed role* (the server's own AWS identity assumes it, with an external id), and *static
 * keys*. Only static keys are secret; they can be written, and never read back.
 */
import type { Actor } from '@groundplan/actor'

export const credentialKinds = ['web-identity', 'assumed-role', 'static-keys'] as const

/** What is known of a credential without its secret. */
export type CredentialSettings =
  | {
      readonly kind: 'web-identity'
      readonly roleArn: string
      readonly audience: string
      readonly region?: string
    }
  | {
      readonly kind: 'assumed-role'
      readonly roleArn: string
      /** Chosen by this server, so that nobody can name the role of another customer of it. */
      readonly externalId: string
      readonly region?: string
    }
  | { readonly kind: 'static-keys'; readonly accessKeyId: string; readonly region?: string }

export interface CloudCredential {
  readonly name: string
  readonly settings: CredentialSettings
  readonly createdAt: Date
  readonly createdBy: Actor
  /** When it was set last. */
  readonly changedAt: Date
  readonly changedBy: Actor
  /** What it was last used for; absent if it never was. */
  readonly lastUse?: CredentialUse | undefined
}

export interface CredentialUse {
  readonly at: Date
  /** For people: `plan of environment 42`. */
  readonly purpose: string
}

/** What somebody sets. */
export type CredentialRequest =
  | {
      readonly kind: 'web-identity'
      readonly name: string
      readonly roleArn: string
      /** `sts.amazonaws.com` if absent. */
      readonly audience?: string | undefined
      readonly region?: string | undefined
    }
  | {
      readonly kind: 'assumed-role'
      readonly name: string
      readonly roleArn: string
      readonly region?: string | undefined
    }
  | {
      readonly kind: 'static-keys'
      readonly name: string
      readonly accessKeyId: string
      readonly secretAccessKey: string
      readonly region?: string | undefined
    }
