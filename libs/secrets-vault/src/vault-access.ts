/** How the server reaches Vault and signs in there. */
export interface VaultAccess {
  /** Such as `https://vault.example.com:8200`; a path before `/v1` is kept. */
  readonly address: string
  /** Namespace of Vault Enterprise or HCP Vault: `admin/platform`. */
  readonly namespace?: string | undefined
  readonly signIn: VaultSignIn
}

/** Reads a credential when it is needed: files of agents and of Kubernetes are replaced while the server runs. */
export type ReadCredential = () => Promise<string>

/**
 * A token, or an auth method that gives one (https://developer.hashicorp.com/vault/docs/auth). `mount` is the path at which the method is
 * enabled.
 */
export type VaultSignIn =
  | { readonly kind: 'token'; readonly token: ReadCredential }
  | {
      readonly kind: 'approle'
      readonly mount: string
      readonly roleId: string
      readonly secretId: ReadCredential
    }
  | {
      readonly kind: 'jwt' | 'kubernetes'
      readonly mount: string
      readonly role: string
      readonly jwt: ReadCredential
    }
