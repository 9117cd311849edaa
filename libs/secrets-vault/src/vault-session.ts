import { ExternalServiceError, InputError, NotAllowedError } from '@groundplan/errors'
import { z } from 'zod'
import type { VaultSignIn } from './vault-access.ts'
import { service, type SendToVault } from './vault-client.ts'
import { toVaultError } from './vault-error.ts'

/** What every login answers; the lease is in seconds, 0 for a token that does not expire. */
const Login = z.object({
  auth: z.object({ client_token: z.string().min(1), lease_duration: z.int().nonnegative() }),
})

/** A token is renewed by signing in again once this part of its lease is over. */
const usedLease = 0.8

/** Has a token for Vault; signs in when there is none, or the lease of the last one ends. */
export class VaultSession {
  readonly #send: SendToVault
  readonly #signIn: VaultSignIn
  readonly #now: () => number
  #token: { readonly value: string; readonly until: number } | undefined
  #running: Promise<string> | undefined

  constructor({
    send,
    signIn,
    now,
  }: {
    readonly send: SendToVault
    readonly signIn: VaultSignIn
    /** Milliseconds since 1970. */
    readonly now: () => number
  }) {
    this.#send = send
    this.#signIn = signIn
    this.#now = now
  }

  /** Throws PlatformError if Vault refuses the credentials or does not answer. */
  readToken(): Promise<string> {
    const { kind } = this.#signIn
    if (kind === 'token') return this.#signIn.token()
    if (this.#token !== undefined && this.#now() < this.#token.until)
      return Promise.resolve(this.#token.value)
    this.#running ??= this.#logIn(this.#signIn).finally(() => (this.#running = undefined))
    return this.#running
  }

  /** Forgets a token that Vault has refused. False if signing in again cannot give another one. */
  forget(token: string): boolean {
    if (this.#signIn.kind === 'token') return false
    if (this.#token?.value === token) this.#token = undefined
    return true
  }

  async #logIn(signIn: Exclude<VaultSignIn, { readonly kind: 'token' }>): Promise<string> {
    const path = `auth/${signIn.mount}/login`
    const answer = await this.#send({ path, body: await toLogin(signIn) })
    const { status, body } = answer
    if (status === 400 || status === 401 || status === 403) {
      throw new NotAllowedError(`Vault refused to sign the server in at ${path}.`, {
        hint: `Check the ${describeCredentials(signIn)}, and that the role is bound to them.`,
        details: { status },
      })
    }
    if (status === 404) {
      throw new InputError(`Vault has no auth method at ${path}.`, {
        hint: 'Set GROUNDPLAN_VAULT_AUTH_MOUNT to the path of the auth method, and check GROUNDPLAN_VAULT_NAMESPACE.',
      })
    }
    if (status >= 400) throw toVaultError(answer, path)
    const { data } = Login.safeParse(body)
    if (data === undefined)
      throw new ExternalServiceError(`Vault returned no token at ${path}.`, { service, status })
    const { client_token: value, lease_duration: lease } = data.auth
    const until = lease === 0 ? Infinity : this.#now() + lease * 1000 * usedLease
    this.#token = { value, until }
    return value
  }
}

async function toLogin(
  signIn: Exclude<VaultSignIn, { readonly kind: 'token' }>,
): Promise<Readonly<Record<string, string>>> {
  if (signIn.kind === 'approle') return { role_id: signIn.roleId, secret_id: await signIn.secretId() }
  return { role: signIn.role, jwt: await signIn.jwt() }
}

function describeCredentials({ kind }: VaultSignIn): string {
  return kind === 'approle' ? 'role ID and the secret ID' : 'role and the JWT'
}
