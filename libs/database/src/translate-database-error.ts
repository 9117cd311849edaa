import {
  errorMessage,
  ExternalServiceError,
  InputError,
  parseStorageProblem,
  storageError,
} from '@groundplan/errors'

/**
 * What to throw instead of an error of the database's driver: for a database that is busy, restarting, gone or out of disk space, an
 * ExternalServiceError that says so; for a value that no column can hold, an InputError. Everything else stays as it is.
 */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const problem = isAboutFiles(code) ? parseStorageProblem(error.message) : undefined
  if (problem !== undefined) return storageError(problem, 'the database', error)
  if (isBusy(error, code)) return unavailable('The database is busy.', error)
  if (isGone(error, code)) return unavailable('The database is not responding.', error)
  if (isUnstorable(code)) {
    return new InputError('One of the values cannot be stored in the database.', {
      hint: 'Check for numbers that are too large and text with NUL characters.',
      cause: error,
    })
  }
  return error
}

/**
 * What PostgreSQL makes of an error of a file: https://github.com/postgres/postgres/blob/master/src/backend/utils/error/elog.c
 * (`errcode_for_file_access`). A file system that is read-only counts as a missing right there.
 */
function isAboutFiles(code: string): boolean {
  return /^(?:53100|53000|58030|42501|XX000)$/.test(code)
}

/** Too many connections or locks (SQLSTATE 53300, 55P03), or none of ours was free in time. */
function isBusy(error: Error, code: string): boolean {
  return (
    code === '53300' || code === '55P03' || /^timeout exceeded when trying to connect/.test(error.message)
  )
}

/** It is shutting down or starting (57P01–57P03, class 08), or the connection broke. */
function isGone(error: Error, code: string): boolean {
  if (/^(?:57P0[1-3]|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH)$/.test(code))
    return true
  if (error instanceof AggregateError)
    return error.errors.some((each) => each instanceof Error && isGone(each, codeOf(each)))
  return /^(?:Connection terminated|Query read timeout|Client has encountered a connection error)/.test(
    errorMessage(error),
  )
}

/**
 * The value is too long, out of range, not of its type or not in the encoding, or exceeds what an index takes:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isUnstorable(code: string): boolean {
  return /^(?:22001|22003|22007|22008|22021|22P0[235]|54000)$/.test(code)
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function unavailable(message: string, cause: Error): ExternalServiceError {
  return new ExternalServiceError(message, {
    service: 'postgresql',
    status: 503,
    retryable: true,
    cause,
    hint: 'Try again in a moment.',
  })
}
