/** A token for requests. Tokens that expire are renewed when they are read. */
export interface TokenSource {
  /** The current token. Callers that ask at the same time share one renewal. */
  read(): Promise<string>
  /** Says that the host has just rejected this token; the next `read` gets a new one if it can. */
  reject(token: string): void
}

export interface IssuedToken {
  readonly token: string
  /** Until it expires, in milliseconds by the issuer's clock. */
  readonly lifetime: number
}

export interface RenewedTokenOptions {
  /** Gets a new token from the host. */
  issue(): Promise<IssuedToken>
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

/** Renewed this long before it expires, so that what begins now can end: a clone may take 15 minutes. In milliseconds. */
const longestMargin = 15 * 60_000

interface CurrentToken extends IssuedToken {
  readonly renewAt: number
  readonly expiresAt: number
}

/** A token that never changes. */
export function fixedToken(token: string): TokenSource {
  return { read: async () => token, reject: () => {} }
}

/**
 * Renews a token before it expires, or after the host has rejected it. If a renewal fails while the previous token is still valid,
 * that one stays in use.
 */
export function renewedToken({ issue, now = Date.now }: RenewedTokenOptions): TokenSource {
  let current: CurrentToken | undefined
  let renewing: Promise<string> | undefined
  const renew = async () => {
    const askedAt = now()
    try {
      const { token, lifetime } = await issue()
      const margin = Math.min(longestMargin, lifetime / 4)
      const expiresAt = askedAt + lifetime
      current = { token, lifetime, expiresAt, renewAt: expiresAt - margin }
      return token
    } catch (error) {
      if (current !== undefined && now() < current.expiresAt) return current.token
      throw error
    }
  }
  return {
    async read() {
      if (current !== undefined && now() < current.renewAt) return current.token
      return (renewing ??= renew().finally(() => (renewing = undefined)))
    },
    reject(token) {
      if (current?.token === token) current = undefined
    },
  }
}
