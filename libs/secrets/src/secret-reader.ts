import { isDeepStrictEqual } from 'node:util'
import { toPlatformError, type PlatformError } from '@groundplan/errors'
import type { SecretDependencies } from './manage-secrets.ts'
import { openSecret } from './seal-secret.ts'
import type { SealedSecret } from './secret-store.ts'

/** A secret for Groundplan itself, or why it cannot be used. Never for an answer of the API. */
export type OpenedSecret =
  | { readonly kind: 'open'; readonly value: string; readonly origins: readonly string[] }
  | { readonly kind: 'unreadable'; readonly error: PlatformError }

/** Opens the secrets of a space; keeps what it has opened, so that only what has changed is decrypted again. */
export class SecretReader {
  readonly #dependencies: Omit<SecretDependencies, 'now'>
  #known: ReadonlyMap<string, { readonly secret: SealedSecret; readonly opened: OpenedSecret }> = new Map()

  constructor(dependencies: Omit<SecretDependencies, 'now'>) {
    this.#dependencies = dependencies
  }

  /** All of them by name. Throws only if the database cannot be read. */
  async read(): Promise<ReadonlyMap<string, OpenedSecret>> {
    const found = await this.#dependencies.secrets.listSealed()
    const known = await Promise.all(
      found.map(async (secret) => {
        const before = this.#known.get(secret.name)
        const isSame = before?.opened.kind === 'open' && isDeepStrictEqual(before.secret, secret)
        return [secret.name, { secret, opened: isSame ? before.opened : await this.#open(secret) }] as const
      }),
    )
    this.#known = new Map(known)
    return new Map(known.map(([name, { opened }]) => [name, opened]))
  }

  async #open(secret: SealedSecret): Promise<OpenedSecret> {
    const { findMasterKeys, spaceId } = this.#dependencies
    try {
      const value = await openSecret(secret, { spaceId, ...secret }, await findMasterKeys())
      return { kind: 'open', value, origins: secret.origins }
    } catch (error) {
      return { kind: 'unreadable', error: toPlatformError(error) }
    }
  }
}
