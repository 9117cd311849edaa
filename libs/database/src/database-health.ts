import { errorMessage, ExternalServiceError, parseStorageProblem, storageError } from '@groundplan/errors'

/** Knows whether the embedded database still runs: after a PANIC it never answers again, and its process must end. */
export class DatabaseHealth {
  readonly #directory: string
  readonly #onBroken: ((error: ExternalServiceError) => void) | undefined
  #error: ExternalServiceError | undefined

  constructor(directory: string, onBroken?: (error: ExternalServiceError) => void) {
    this.#directory = directory
    this.#onBroken = onBroken
  }

  get isBroken(): boolean {
    return this.#error !== undefined
  }

  /** Throws ExternalServiceError once the database is broken. */
  require(): void {
    if (this.#error !== undefined) throw this.#error
  }

  /** Looks at the error of a query; throws ExternalServiceError if the database is broken by it. */
  note(error: unknown): void {
    if (this.#error === undefined && isEnd(error)) {
      this.#error = stopped(this.#directory, error)
      this.#onBroken?.(this.#error)
    }
    this.require()
  }
}

/** PostgreSQL ends with it (https://www.postgresql.org/docs/current/runtime-config-logging.html), or WebAssembly did. */
function isEnd(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('severity' in error) return error.severity === 'PANIC' || error.severity === 'FATAL'
  return error.name === 'RuntimeError' || error.name === 'ExitStatus'
}

function stopped(directory: string, cause: unknown): ExternalServiceError {
  const problem = parseStorageProblem(errorMessage(cause))
  const storage = problem === undefined ? undefined : storageError(problem, directory)
  const reason = storage === undefined ? '' : ` ${storage.message}`
  const step = storage === undefined ? '' : `${storage.hint ?? ''} `
  return new ExternalServiceError(`The embedded database has stopped.${reason}`, {
    service: 'postgresql',
    status: 503,
    hint: `${step}Restart the server. Saved data is not lost.`,
    cause,
  })
}
