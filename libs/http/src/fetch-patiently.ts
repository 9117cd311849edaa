import type { Gate } from '@groundplan/concurrency'
import { CancelledError, PlatformError } from '@groundplan/errors'
import { backoff, backoffFromLimit, type RandomNumber } from './backoff.ts'
import { readConnectionFailure, toConnectionError } from './connection-failure.ts'
import { rateLimited, type HostPause } from './host-pause.ts'
import type { HttpRequest } from './http-request.ts'
import { readRateLimit, readReset, readRetryAfter } from './read-rate-limit.ts'
import { sendRequest, type SendOptions } from './send-request.ts'

/** Limits for retries. */
export interface Patience extends SendOptions {
  readonly retries: number
  /** In milliseconds. */
  readonly maximumWait: number
  readonly now: () => number
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly random: RandomNumber
  readonly onWait: (wait: HostWait) => void
}

/** A host that asks to wait. */
export interface HostWait {
  /** Display name of the service. */
  readonly service: string
  readonly until: Date
}

/** State shared by all requests to one host. */
export interface Host {
  readonly gate: Gate
  readonly pause: HostPause
}

interface Try {
  readonly request: HttpRequest
  readonly host: Host
  readonly patience: Patience
  readonly attempt: number
  /** Remaining wait, in milliseconds. */
  readonly budget: number
}

/** Outcome of one attempt: a response for the caller, or a wait before the next attempt. */
type Outcome =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'failure'; readonly error: PlatformError }
  | { readonly kind: 'again'; readonly wait: number; readonly otherwise: Outcome }

/** Sends a request until it gets a final response, or until the retries or the wait are used up. */
export async function fetchPatiently(
  request: HttpRequest,
  host: Host,
  patience: Patience,
): Promise<Response> {
  let budget = patience.maximumWait
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await host.gate.run(async () => {
      budget -= await waitForHost({ request, host, patience, attempt, budget })
      return tryOnce({ request, host, patience, attempt, budget })
    })
    if (outcome.kind !== 'again') return settle(outcome)
    if (attempt === patience.retries || outcome.wait > budget) return settle(outcome.otherwise)
    budget -= await waitFor(outcome.wait, request, patience)
  }
}

function settle(outcome: Outcome): Response {
  if (outcome.kind === 'answer') return outcome.response
  if (outcome.kind === 'again') return settle(outcome.otherwise)
  throw outcome.error
}

/** Waits while the host is rate limiting; returns how long that took. */
async function waitForHost({ request, host, patience, budget }: Try): Promise<number> {
  const now = patience.now()
  const pause = host.pause.remaining(now)
  if (pause === 0) return 0
  if (pause > budget) throw rateLimited(patience.service, now + pause)
  patience.onWait({ service: patience.service, until: new Date(now + pause) })
  await waitFor(pause, request, patience)
  host.pause.end(now + pause)
  return pause
}

async function waitFor(milliseconds: number, { signal }: HttpRequest, patience: Patience): Promise<number> {
  if (milliseconds === 0) return 0
  try {
    await patience.wait(milliseconds, signal)
  } catch (error) {
    if (signal.aborted) throw new CancelledError()
    throw error
  }
  return milliseconds
}

async function tryOnce(current: Try): Promise<Outcome> {
  const { request, patience } = current
  try {
    return await judgeAnswer(await sendRequest(request, patience), current)
  } catch (error) {
    return judgeFailure(error, current)
  }
}

async function judgeAnswer(response: Response, current: Try): Promise<Outcome> {
  const { request, host, patience, attempt } = current
  const now = patience.now()
  const answer: Outcome = { kind: 'answer', response }
  const text = response.status === 403 ? await response.clone().text() : ''
  const limit = readRateLimit(response, text, now)
  if (limit !== undefined) {
    const wait = limit.wait ?? backoffFromLimit(attempt, patience.random)
    host.pause.extend(now + wait)
    // The pause applies to the host, so all requests wait together.
    const error = rateLimited(patience.service, now + wait, response.status)
    const otherwise: Outcome = { kind: 'failure', error }
    return wait > current.budget ? otherwise : { kind: 'again', wait: 0, otherwise }
  }
  host.pause.extend(now + (readReset(response, now) ?? 0))
  if (!isPassing(response.status) || !request.idempotent) return answer
  const wait = readRetryAfter(response, now) ?? backoff(attempt, patience.random)
  return { kind: 'again', wait, otherwise: answer }
}

function judgeFailure(thrown: unknown, { request, patience, attempt }: Try): Outcome {
  if (thrown instanceof PlatformError) return { kind: 'failure', error: thrown }
  const failure = readConnectionFailure(thrown, patience.network.findProxy(request.url))
  const error = toConnectionError(patience.service, request.url.host, failure, request.signal)
  const otherwise: Outcome = { kind: 'failure', error }
  const harmless = failure.unsent || request.idempotent
  if (request.signal.aborted || !failure.retryable || !harmless) return otherwise
  return { kind: 'again', wait: backoff(attempt, patience.random), otherwise }
}

/** True for transient failures. */
function isPassing(status: number): boolean {
  return status === 408 || (status >= 500 && status !== 501 && status !== 505)
}
