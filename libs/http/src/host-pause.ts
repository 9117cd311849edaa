import { ExternalServiceError } from '@groundplan/errors'

/** Tracks until when a host is rate limiting. */
export class HostPause {
  #until = 0

  /** Extends the pause; never shortens it. */
  extend(until: number): void {
    this.#until = Math.max(this.#until, until)
  }

  /** Remaining pause, in milliseconds. */
  remaining(now: number): number {
    return Math.max(0, this.#until - now)
  }

  /** Ends the pause after waiting, unless requests in flight have extended it. */
  end(waitedUntil: number): void {
    if (this.#until <= waitedUntil) this.#until = 0
  }
}

/** The error for a rate limit that lasts too long to wait for. */
export function rateLimited(service: string, until: number, status?: number): ExternalServiceError {
  const at = new Date(until).toISOString()
  return new ExternalServiceError(`${service} rate limit reached. Requests resume at ${at}.`, {
    service,
    status,
    retryable: true,
    hint: 'The remaining work resumes after that.',
    details: { retryAt: at, uncertain: false },
  })
}
