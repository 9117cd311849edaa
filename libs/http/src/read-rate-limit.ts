/** A rate limit, and how long the host asks to wait. */
export interface RateLimit {
  /** In milliseconds from the response; `undefined` if the host does not say. */
  readonly wait: number | undefined
}

/**
 * Reads the rate limit from a response; `undefined` if none was hit. GitHub answers 403 as well as 429:
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function readRateLimit(response: Response, body: string, now: number): RateLimit | undefined {
  if (response.status === 429 || (response.status === 403 && isAboutLimits(response, body))) {
    return { wait: readRetryAfter(response, now) ?? readReset(response, now) }
  }
  return undefined
}

function isAboutLimits({ headers }: Response, body: string): boolean {
  return headers.has('retry-after') || /rate limit|abuse detection/i.test(body)
}

/** Reads `Retry-After` (seconds or a date), in milliseconds from the response. */
export function readRetryAfter(response: Response, now: number): number | undefined {
  const text = response.headers.get('retry-after')?.trim()
  if (text === undefined || text === '') return undefined
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - readDate(response, now))
}

/** Time until the rate limit resets, if it is exhausted. */
export function readReset(response: Response, now: number): number | undefined {
  const { headers } = response
  const reset = headers.get('x-ratelimit-reset')
  if (headers.get('x-ratelimit-remaining')?.trim() !== '0' || !/^\d+$/.test(reset ?? '')) return undefined
  return Math.max(0, Number(reset) * 1000 - readDate(response, now))
}

/** The host's clock, which may differ from ours; its dates refer to it. */
function readDate(response: Response, now: number): number {
  const date = Date.parse(response.headers.get('date') ?? '')
  return Number.isNaN(date) ? now : date
}
