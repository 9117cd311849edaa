import { ConflictError, ExternalServiceError, NotAllowedError, PlatformError } from '@groundplan/errors'
import { toHttpError } from '@groundplan/http'
import { GraphqlResponseError } from '@octokit/graphql'
import { RequestError } from '@octokit/request-error'

interface FailedRequest {
  /** What the request was for, for messages. */
  readonly subject: string
  readonly secrets: readonly string[]
}

/** Rejections that GitHub reports as invalid content, although only the current state prevents the request. */
const refusedByState =
  /already exists|no commits between|(?:head|base) branch was modified|not mergeable|state cannot be changed/i

/** Translates Octokit errors; the only place that reads them. The result never contains the request. */
export function translateGithubError(thrown: unknown, failed: FailedRequest): PlatformError {
  if (thrown instanceof PlatformError) return thrown
  if (thrown instanceof GraphqlResponseError) return translateGraphqlError(thrown, failed)
  if (!(thrown instanceof RequestError)) return unknownFailure(thrown)
  // Thrown by our own fetch.
  if (thrown.cause instanceof PlatformError) return thrown.cause
  if (thrown.response === undefined) return unknownFailure(thrown)
  const message = readMessage(thrown.response.data)
  if (thrown.status === 422 && refusedByState.test(message)) return toError(409, message, failed)
  const needed = thrown.response.headers['x-accepted-github-permissions']
  return thrown.status === 403 && typeof needed === 'string' && needed !== ''
    ? lacksPermission(toError(403, message, failed), needed)
    : toError(thrown.status, message, failed)
}

/** GitHub says which permissions would do, e.g. `contents=write; issues=write,pull_requests=write`: any of the groups. */
function lacksPermission(error: PlatformError, needed: string): PlatformError {
  const groups = needed.split(';').map((group) =>
    group
      .split(',')
      .map((each) => each.trim().replace('=', ': '))
      .join(' and '),
  )
  return new NotAllowedError(error.message, {
    hint: `The token or App needs the permission ${groups.join(' or ')}. An App's new permissions have to be accepted by the organization.`,
    details: { ...error.details, permissions: needed },
  })
}

function translateGraphqlError(
  { errors }: GraphqlResponseError<unknown>,
  failed: FailedRequest,
): PlatformError {
  const statuses: Readonly<Record<string, number>> = { NOT_FOUND: 404, FORBIDDEN: 403, RATE_LIMITED: 429 }
  const status = (errors ?? []).map(({ type }) => statuses[type]).find((each) => each !== undefined)
  return toError(status ?? 422, (errors ?? []).map(({ message }) => message).join(' '), failed)
}

function toError(status: number, message: string, { subject, secrets }: FailedRequest): PlatformError {
  return toHttpError({ service: 'GitHub', status, subject, message, secrets })
}

function unknownFailure(thrown: unknown): ExternalServiceError {
  const reason = thrown instanceof Error ? thrown.name : typeof thrown
  return new ExternalServiceError(`Unexpected error from GitHub (${reason}).`, {
    service: 'GitHub',
  })
}

/** `message` and what `errors` say of single fields: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api. */
function readMessage(data: unknown): string {
  if (typeof data !== 'object' || data === null) return ''
  const { message, errors } = data as { message?: unknown; errors?: unknown }
  const details = Array.isArray(errors) ? errors.map(readDetail) : []
  return [typeof message === 'string' ? message : '', ...details].filter((text) => text !== '').join(': ')
}

function readDetail(detail: unknown): string {
  if (typeof detail === 'string') return detail
  if (typeof detail !== 'object' || detail === null) return ''
  const { message, field, code } = detail as Readonly<Record<string, unknown>>
  if (typeof message === 'string') return message
  return [field, code].filter((text) => typeof text === 'string').join(' ')
}

/** The same, but with invalid content as a conflict: for requests that only change the state. */
export async function refusedAsConflict<Result>(request: Promise<Result>): Promise<Result> {
  try {
    return await request
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'input-invalid') throw error
    throw new ConflictError(error.message, { hint: error.hint, details: error.details })
  }
}
