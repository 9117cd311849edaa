import { ExternalServiceError, InputError, NotAllowedError, toPlatformError } from '@groundplan/errors'
import { toSecretOrigin } from '@groundplan/scm'
import { longestValue } from '../manage-secrets.ts'
import type { OpenedSecret } from '../secret-reader.ts'
import {
  externalLabels,
  type ExternalPlace,
  type ExternalSecret,
  type ExternalSecretSource,
} from './external-secret.ts'

/** How long a value is used before it is read again, in milliseconds. */
const freshness = 60_000
/** How soon one tries again after a failure. */
const pause = 15_000
/** How long a value stays in use while its service does not answer. */
const endurance = 600_000

interface Entry {
  /** The last answer of the service that was a value. */
  readonly last?: { readonly opened: OpenedSecret; readonly at: number } | undefined
  readonly result: OpenedSecret
  readonly until: number
}

export interface ExternalSecretReaderOptions {
  readonly source: ExternalSecretSource
  readonly spaceId: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Reads external secrets for a space and keeps them for a minute, or as long as the service says if that is shorter. While the service does
 * not answer, the last value is used for ten minutes; a refusal counts at once.
 */
export class ExternalSecretReader {
  readonly #options: ExternalSecretReaderOptions
  readonly #entries = new Map<string, Entry>()
  readonly #reading = new Map<string, Promise<OpenedSecret>>()

  constructor(options: ExternalSecretReaderOptions) {
    this.#options = options
  }

  read(place: ExternalPlace): Promise<OpenedSecret> {
    const key = JSON.stringify([place.path, place.key, place.version, place.stage])
    const known = this.#entries.get(key)
    if (known !== undefined && this.#options.now() < known.until) return Promise.resolve(known.result)
    const running = this.#reading.get(key) ?? this.#read(key, place).finally(() => this.#reading.delete(key))
    this.#reading.set(key, running)
    return running
  }

  async #read(key: string, place: ExternalPlace): Promise<OpenedSecret> {
    const { source, now } = this.#options
    try {
      const secret = await source.read(place)
      const opened = this.#open(secret, place)
      const lifetime = secret.lifetime === undefined ? freshness : Math.max(1, secret.lifetime) * 1000
      const last = { opened, at: now() }
      this.#entries.set(key, { last, result: opened, until: now() + Math.min(freshness, lifetime) })
      return opened
    } catch (error) {
      const result = this.#endure(key, error)
      this.#entries.set(key, { last: this.#entries.get(key)?.last, result, until: now() + pause })
      return result
    }
  }

  #endure(key: string, error: unknown): OpenedSecret {
    const last = this.#entries.get(key)?.last
    const isOutage = error instanceof ExternalServiceError && error.retryable
    if (isOutage && last !== undefined && this.#options.now() - last.at < endurance) return last.opened
    return { kind: 'unreadable', error: toPlatformError(error) }
  }

  #open({ value, origins, spaces }: ExternalSecret, { path }: ExternalPlace): OpenedSecret {
    if (spaces !== undefined && !spaces.includes(this.#options.spaceId)) {
      throw new NotAllowedError(`The secret ${path} is not for the space "${this.#options.spaceId}".`, {
        hint: `${externalLabels.spaces} beside the secret lists the spaces that may use it.`,
      })
    }
    const bytes = Buffer.byteLength(value)
    if (bytes === 0) throw new InputError(`The value of the secret ${path} is empty.`)
    if (bytes > longestValue)
      throw new InputError(
        `The value of the secret ${path} has ${bytes} bytes; the limit is ${longestValue}.`,
      )
    const allowed = origins.map((origin) => ({ origin, allowed: toSecretOrigin(origin) }))
    const wrong = allowed.findIndex((each) => each.allowed === undefined)
    if (wrong >= 0) {
      throw new InputError(`Origin ${wrong + 1} of the secret ${path} is not an HTTPS address of a host.`, {
        hint: 'Use only scheme, host and port: https://github.com. http:// is only allowed on this machine.',
      })
    }
    return { kind: 'open', value, origins: allowed.flatMap((each) => each.allowed ?? []) }
  }
}
