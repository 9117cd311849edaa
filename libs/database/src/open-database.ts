import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import {
  ConflictError,
  errorMessage,
  ExternalServiceError,
  findStorageError,
  InputError,
  PlatformError,
} from '@groundplan/errors'
import { lockFile, type FileLock } from '@groundplan/process'
import { Kysely, PGliteDialect, PostgresDialect, sql, type DatabaseConnection, type Dialect } from 'kysely'
import { createPostgresPool } from './create-postgres-pool.ts'
import { migrate } from './migrate.ts'
import type { Database } from './schema.ts'
import { DatabaseHealth } from './database-health.ts'
import { unpackTemplate } from './embedded-template.ts'
import { findDiskProblem } from './find-disk-problem.ts'
import { translateDatabaseError } from './translate-database-error.ts'

/** Which database to use: PostgreSQL at an address, or the embedded one in a directory. */
export type DatabaseLocation =
  | { readonly kind: 'postgresql'; readonly url: string }
  /** Whoever opens it locks it until it is closed. */
  | { readonly kind: 'embedded'; readonly directory: string }

/** A database whose tables are up to date. */
export type OpenDatabase = Kysely<Database> & {
  /** For adapters that keep tables of their own in it. */
  readonly engine: DatabaseEngine
}

export type DatabaseEngine =
  | { readonly kind: 'postgresql'; readonly url: string }
  | { readonly kind: 'embedded'; readonly pglite: PGlite }

export interface OpenDatabaseOptions {
  /**
   * Called once if the embedded database gives up, e.g. because the disk is full where it must write. Every query fails from then
   * on, and only a new process can open it again; nothing that was committed is lost.
   */
  readonly onBroken?: ((error: ExternalServiceError) => void) | undefined
}

/** Opens the database and brings its tables up to date. Close it with `destroy()`. Throws InputError or ExternalServiceError. */
export async function openDatabase(
  location: DatabaseLocation,
  options: OpenDatabaseOptions = {},
): Promise<OpenDatabase> {
  const { engine, dialect } = await createEngine(location, options)
  const database = Object.assign(new Kysely<Database>({ dialect }), { engine })
  try {
    await sql`select 1`.execute(database)
    await migrate(database)
    // Only this process has it: whoever held a lease of it has ended.
    if (location.kind === 'embedded') await database.deleteFrom('lease').execute()
    return database
  } catch (error) {
    await database.destroy().catch(() => {})
    const isGone = error instanceof ExternalServiceError && error.status === 503
    if (error instanceof PlatformError && !isGone) throw error
    if (location.kind === 'embedded') throw await cannotOpen(location.directory, error)
    throw unreachable(location.url, isGone ? error.cause : error)
  }
}

/** What a new embedded database needs, and a segment of the write-ahead log of one that is there, in bytes. */
const newBytes = 48 * 1024 * 1024
const segmentBytes = 16 * 1024 * 1024

async function createEngine(
  location: DatabaseLocation,
  options: OpenDatabaseOptions,
): Promise<{ readonly engine: DatabaseEngine; readonly dialect: Dialect }> {
  if (location.kind === 'postgresql') {
    const pool = createPostgresPool(location.url)
    return { engine: location, dialect: new PostgresDialect({ pool }) }
  }
  const health = new DatabaseHealth(location.directory, options.onBroken)
  const pglite = await openEmbedded(location.directory, health)
  const dialect = new PGliteDialect({
    pglite,
    onCreateConnection: async (connection) => translateErrorsOf(connection, health),
  })
  return { engine: { kind: 'embedded', pglite }, dialect }
}

/** PostgreSQL's pool does the same for its connections. */
function translateErrorsOf(connection: DatabaseConnection, health: DatabaseHealth): void {
  const executeQuery = connection.executeQuery.bind(connection)
  connection.executeQuery = async (query, options) => {
    health.require()
    return executeQuery<never>(query, options).catch((error: unknown) => {
      health.note(error)
      throw translateDatabaseError(error)
    })
  }
}

/** Two processes in the same files would destroy them. */
export async function openEmbedded(
  directory: string,
  health = new DatabaseHealth(directory),
): Promise<PGlite> {
  const lock = await lockEmbedded(directory)
  try {
    const database = await openFiles(directory)
    const close = database.close.bind(database)
    // A broken one never answers.
    database.close = () => (health.isBroken ? Promise.resolve() : close()).finally(() => lock.release())
    return database
  } catch (error) {
    lock.release()
    throw await cannotOpen(directory, error)
  }
}

async function lockEmbedded(directory: string): Promise<FileLock> {
  const parent = dirname(directory)
  try {
    await mkdir(parent, { recursive: true })
    const lock = lockFile(join(parent, `.${basename(directory)}-lock`))
    if (lock !== undefined) return lock
  } catch (cause) {
    const storage = await findDiskProblem(parent)
    if (storage !== undefined) throw storage
    throw new InputError(`The embedded database in ${directory} cannot be locked: ${errorMessage(cause)}.`, {
      hint: 'Make the folder writable, or free some space.',
      cause,
    })
  }
  throw new ConflictError(`The embedded database in ${directory} is already open.`, {
    hint: 'Stop the server that uses it, or use PostgreSQL (DATABASE_URL) for several servers.',
  })
}

/** True if the directory holds a database; an unfinished one does not count. Creates nothing. */
export async function hasEmbeddedDatabase(directory: string): Promise<boolean> {
  if ((await listFiles(markerOf(directory))) !== undefined) return false
  return ((await listFiles(directory)) ?? []).length > 0
}

/** PGlite fills all of its buffers when it starts; its default of 128 MB takes a second and memory that nothing here needs. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']

async function openFiles(directory: string): Promise<PGlite> {
  if (!(await hasEmbeddedDatabase(directory))) return createEmbedded(directory)
  const files = (await listFiles(directory)) ?? []
  // PGlite would take any folder without this file for a new one and write over what is in it.
  if (!files.includes('PG_VERSION')) throw new Error('the folder contains something else')
  return PGlite.create(directory, { startParams })
}

/** Makes the files in their place, empty or from a dump; while the marker is there, they are unfinished and made anew. */
export async function createEmbedded(directory: string, dump?: Blob): Promise<PGlite> {
  const marker = markerOf(directory)
  await mkdir(marker, { recursive: true })
  await rm(directory, { recursive: true, force: true })
  // Without a template that fits, PGlite makes the files itself.
  if (dump === undefined) unpackTemplate(directory)
  const loaded = dump === undefined ? {} : { loadDataDir: dump }
  const database = await PGlite.create(directory, { startParams, ...loaded })
  await rmdir(marker)
  return database
}

function markerOf(directory: string): string {
  return join(dirname(directory), `.${basename(directory)}-unfinished`)
}

/** The names in a directory, or `undefined` if there is none. */
async function listFiles(directory: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(directory)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** PGlite says the same for a full disk, a read-only one and damaged files. */
async function cannotOpen(directory: string, cause: unknown): Promise<PlatformError> {
  if (cause instanceof PlatformError) return cause
  const isNew = (await listFiles(markerOf(directory)).catch(() => undefined)) !== undefined
  const problem = await findDiskProblem(dirname(directory), isNew ? newBytes : segmentBytes)
  return findStorageError(cause) ?? problem ?? damaged(directory, cause)
}

function damaged(directory: string, cause: unknown): InputError {
  return new InputError(`The embedded database in ${directory} could not be opened: ${reasonOf(cause)}.`, {
    hint: 'Nothing was changed. Restore the folder from a backup, or move it aside: the catalog is then rebuilt from the blueprint repository.',
    cause,
  })
}

/** What PGlite throws speaks of its own inside. */
function reasonOf(cause: unknown): string {
  const message = errorMessage(cause)
  const isPlain = /^(?:the folder|E[A-Z]+:)/.test(message)
  return isPlain ? message : 'its files are damaged or belong to another version'
}

function unreachable(url: string, cause: unknown): ExternalServiceError {
  // Both addresses of `localhost` failing makes an error of errors without words of its own.
  const causes = cause instanceof AggregateError ? (cause.errors as readonly unknown[]) : [cause]
  const reasons = causes.map((each) => errorMessage(each)).join('; ')
  return new ExternalServiceError(`Could not use the database ${shownAddress(url)}: ${reasons}.`, {
    service: 'postgresql',
    retryable: true,
    cause,
    hint: 'Check DATABASE_URL and whether PostgreSQL is running.',
  })
}

/** The address without user, password and parameters. */
function shownAddress(url: string): string {
  if (!URL.canParse(url)) return 'at DATABASE_URL'
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
