import { ExternalServiceError } from '@groundplan/errors'

/** Until when a host wants no requests. */
export class HostPause {
  #until = 0

  /** Moves the end of the pause; an earlier one counts for nothing. */
  extend(until: number): void {
    this.#until = Math.max(this.#until, until)
  }

  /** What is left of it, in milliseconds. */
  remaining(now: number): number {
    return Math.max(0, this.#until - now)
  }

  /** After waiting; requests that were on their way may have moved the end meanwhile. */
  end(waitedUntil: number): void {
    if (this.#until <= waitedUntil) this.#until = 0
  }
}

/** The error for a limit that ends too late to wait for. */
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
