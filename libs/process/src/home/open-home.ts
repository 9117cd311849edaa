import { randomUUID } from 'node:crypto'
import { link, lstat, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { findStorageError, InputError, PlatformError, errorMessage } from '@groundplan/errors'
import { runProgram } from '../run-program.ts'
import { readSmallFile } from './read-small-file.ts'
import { findWorkTree } from './user-data-folder.ts'

/** A folder for Groundplan's database, repositories and clones, created by Groundplan or confirmed by the user. */
export interface Home {
  /** Without symbolic links. */
  readonly path: string
  /** Random, in the home's marker. */
  readonly id: string
}

export interface OpenHomeOptions {
  /**
   * Where the homes created by this user are recorded, to tell them apart from one that came with a repository. Without it, no
   * home in a git work tree is accepted.
   */
  readonly userDataFolder?: string | undefined
}

/** Marks the folder as created by us, and contains its ID. */
const marker = 'home.json'
/** Entries that the root of a file system has by default. */
const ignored = new Set(['lost+found'])
/** Entries that the server reads; none may be a link. */
const contents = [
  ...[marker, 'server.json', 'lock.sqlite', 'database', '.database-lock', 'blueprint-repository.git'],
  ...['blueprint-copies', 'clones', 'sample-estate'],
]
/** Has a folder for each space, and that one for each blueprint repository, which contains repositories and clones. */
const scopes = 'scopes'

/**
 * Opens a home, and creates it if it does not exist. Throws InputError for a folder that holds something else, that came with a
 * repository, that belongs to another user, or that cannot be written to.
 */
export async function openHome(path: string, options: OpenHomeOptions = {}): Promise<Home> {
  try {
    const existing = await findHome(path, options)
    return existing ?? (await createHome(path, options))
  } catch (error) {
    if (error instanceof PlatformError) throw error
    throw unusable(path, error)
  }
}

/** Like {@link openHome}, but creates nothing: `undefined` if there is no home yet. */
export async function findHome(
  path: string,
  { userDataFolder }: OpenHomeOptions = {},
): Promise<Home | undefined> {
  const names = await listFolder(path)
  if (names === undefined || names.length === 0) return undefined
  const folder = await realpath(path)
  if (!names.includes(marker)) throw withoutMarker(path)
  await requireOwnFiles(folder)
  const home = { path: folder, id: await readMarker(folder) }
  const workTree = findWorkTree(dirname(folder))
  if (workTree === undefined) return home
  if (userDataFolder !== undefined && (await isNoted(home, userDataFolder))) {
    if (!(await isTracked(folder, workTree))) return home
  }
  throw fromRepository(path, workTree)
}

/**
 * Adopts a folder that was created by an earlier version, or elsewhere, as a home. The user has checked it, so it is accepted as
 * is. Throws InputError if git tracks anything in it.
 */
export async function adoptHome(path: string, options: OpenHomeOptions = {}): Promise<Home> {
  const names = await listFolder(path)
  if (names === undefined) throw new InputError(`Folder ${path} does not exist.`)
  const folder = await realpath(path)
  await requireOwnFiles(folder)
  const workTree = findWorkTree(dirname(folder))
  if (workTree !== undefined && (await isTracked(folder, workTree))) throw fromRepository(path, workTree)
  if (!names.includes(marker)) return createHome(folder, options)
  const home = { path: folder, id: await readMarker(folder) }
  await note(home, options.userDataFolder)
  return home
}

async function createHome(path: string, { userDataFolder }: OpenHomeOptions): Promise<Home> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const home = { path: await realpath(path), id: randomUUID() }
  await note(home, userDataFolder)
  const text = `${JSON.stringify({ version: 1, id: home.id })}\n`
  const draft = join(home.path, `${marker}.${home.id}`)
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 })
    // Written atomically, so that nobody reads half a marker even if we are killed.
    await link(draft, join(home.path, marker))
  } catch (error) {
    // Another process has just created it.
    if (!hasCode(error, 'EEXIST')) throw error
    return { ...home, id: await readMarker(home.path) }
  } finally {
    await rm(draft, { force: true })
  }
  return home
}

/** Best effort: a container may have no folder for its user, and its home is in no work tree. */
async function note({ path, id }: Home, userDataFolder: string | undefined): Promise<void> {
  if (userDataFolder === undefined) return
  const folder = join(userDataFolder, 'known-homes')
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {})
  await writeFile(join(folder, id), `${path}\n`, { mode: 0o600 }).catch(() => {})
}

async function isNoted({ path, id }: Home, userDataFolder: string): Promise<boolean> {
  const noted = await readSmallFile(join(userDataFolder, 'known-homes', id)).catch(() => undefined)
  return noted?.trim() === path
}

/** True if git tracks anything in the folder, or if git fails. Disables repository settings that start programs. */
async function isTracked(folder: string, workTree: string): Promise<boolean> {
  const off = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.pager=cat']
  const args = [
    ...off.flatMap((setting) => ['-c', setting]),
    '--literal-pathspecs',
    'ls-files',
    '-z',
    '--',
    folder,
  ]
  try {
    const { exitCode, stdout } = await runProgram('git', args, {
      cwd: workTree,
      env: { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' },
    })
    return exitCode !== 0 || stdout.length > 0
  } catch {
    return true
  }
}

async function readMarker(folder: string): Promise<string> {
  try {
    const { id } = JSON.parse(await readSmallFile(join(folder, marker))) as { id?: unknown }
    if (typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return id
  } catch {
    // Reported below.
  }
  throw new InputError(`The home folder ${folder} has a damaged ${marker}.`, {
    hint: `If you created this folder, remove ${marker} and run \`groundplan admin adopt-home\`.`,
  })
}

/** Throws if the folder or something that the server reads in it is a link or belongs to somebody else. */
async function requireOwnFiles(folder: string): Promise<void> {
  const user = process.getuid?.()
  const paths = contents.map((name) => join(folder, name))
  for (const path of [folder, ...paths, ...(await listScopeFolders(folder))]) {
    const stats = await lstat(path).catch(() => undefined)
    if (stats === undefined) continue
    if (stats.isSymbolicLink())
      throw new InputError(`${path} is a symbolic link.`, {
        hint: 'Home folders must not contain symbolic links. Move the files there, or mount the other location.',
      })
    if (!stats.isFile() && !stats.isDirectory())
      throw new InputError(`${path} is neither a file nor a folder.`, { hint: 'Remove it.' })
    // Root may work on another user's volume, but does not trust another user's marker.
    const isTrusted = stats.uid === user || stats.uid === 0 || (user === 0 && basename(path) !== marker)
    if (user !== undefined && !isTrusted)
      throw new InputError(`${path} belongs to another user.`, {
        hint: 'Set GROUNDPLAN_HOME to another folder, or change the owner if the folder is yours.',
      })
    if (stats.isDirectory() && path !== folder) await requireNoLinks(path)
  }
}

/** The folder of scopes and all that we create below it, down to the single repositories and clones. */
async function listScopeFolders(folder: string): Promise<readonly string[]> {
  let level: readonly string[] = [join(folder, scopes)]
  const found = [...level]
  for (const _ of ['spaces', 'blueprint repositories', 'their contents']) {
    const below = await Promise.all(level.map(listFolders))
    level = below.flat()
    found.push(...level)
  }
  return found
}

/** Not those behind a link, which the check of the folder itself refuses. */
async function listFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : []))
}

/** We create no links in these folders, so a link may point anywhere. */
async function requireNoLinks(folder: string): Promise<void> {
  const link = (await readdir(folder, { withFileTypes: true })).find((entry) => entry.isSymbolicLink())
  if (link === undefined) return
  throw new InputError(`${join(folder, link.name)} is a symbolic link.`, {
    hint: 'Home folders must not contain symbolic links. Replace the link with its target.',
  })
}

/** The names in a folder; `undefined` if the folder does not exist. */
async function listFolder(path: string): Promise<readonly string[] | undefined> {
  try {
    // An unfinished marker was left by a start that was killed.
    return (await readdir(path)).filter((name) => !ignored.has(name) && !name.startsWith(`${marker}.`))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw unusable(path, error)
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function withoutMarker(path: string): InputError {
  return new InputError(`The folder ${path} is not a Groundplan home: it contains files but no ${marker}.`, {
    hint: `Set GROUNDPLAN_HOME to an empty folder. If an earlier version of Groundplan created this one, run \`GROUNDPLAN_HOME=${path} groundplan admin adopt-home\`.`,
  })
}

function fromRepository(path: string, workTree: string): InputError {
  return new InputError(`The home folder ${path} is inside the git repository ${workTree}.`, {
    hint: 'The home must be outside of repositories. Set GROUNDPLAN_HOME to another folder, or unset it.',
  })
}

function unusable(path: string, cause: unknown): InputError {
  const storage = findStorageError(cause)
  const reason = storage === undefined ? errorMessage(cause) : storage.message
  return new InputError(`The folder ${path} cannot be used: ${reason}`, {
    hint: 'Make it writable, or set GROUNDPLAN_HOME to another folder.',
    cause,
  })
}
