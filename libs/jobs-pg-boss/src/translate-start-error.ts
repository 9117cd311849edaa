import { errorMessage, ExternalServiceError, PlatformError } from '@groundplan/errors'

/** Why the tables of jobs cannot be opened, in our words. */
export function translateStartError(error: unknown, schema: string): PlatformError {
  if (error instanceof PlatformError) return error
  const mayNot = error instanceof Error && 'code' in error && error.code === '42501'
  return new ExternalServiceError(`The job queue cannot be opened: ${errorMessage(error)}.`, {
    service: 'postgresql',
    cause: error,
    hint: mayNot
      ? `Let the database user create the schema ${schema} (GRANT CREATE ON DATABASE). Nothing was changed.`
      : 'Check DATABASE_URL and whether PostgreSQL is running.',
  })
}
