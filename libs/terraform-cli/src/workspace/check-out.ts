import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { InputError, NotFoundError } from '@groundplan/errors'
import type { RepositorySnapshot, TreeEntry } from '@groundplan/scm'
import {
  isConfigurationFile,
  resolveLocalSource,
  type ModuleReader,
  type SourceFile,
  type TerraformModule,
} from '@groundplan/terraform-module'

export interface CheckOutOptions {
  /** Directory of the module in the repository. */
  readonly modulePath: string
  /** Where the repository is written to. */
  readonly directory: string
  readonly moduleReader: ModuleReader
  readonly signal: AbortSignal
}

/** Most modules that are followed from one, as deep as they call each other. */
const mostModules = 200

/** What Terraform reads outside of the module's directory with functions of its language. */
const outsideReference = /\$\{path\.(?:module|root|cwd)\}\/+\.\./

/**
 * Writes what a module needs of a commit: its directory, those of the modules that it calls by path, and everything if it reads files
 * outside of them. Returns the module. Throws NotFoundError if it is not there, InputError if something cannot be written.
 */
export async function checkOut(
  snapshot: RepositorySnapshot,
  options: CheckOutOptions,
): Promise<TerraformModule> {
  const tree = await snapshot.listEntries()
  const reader = new ConfigurationReader(snapshot, tree)
  const needed = new Map<string, TerraformModule>()
  const waiting = [options.modulePath]
  let readsOutside = false
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (needed.has(path) || needed.size >= mostModules) continue
    const files = await reader.read(path)
    if (files.length === 0) continue
    readsOutside ||= files.some(({ bytes }) => outsideReference.test(Buffer.from(bytes).toString('utf8')))
    const [module] = await options.moduleReader.read([{ path, files }], options.signal)
    if (module === undefined) continue
    needed.set(path, module)
    waiting.push(...module.moduleCalls.flatMap(({ source }) => resolveLocalSource(path, source) ?? []))
  }
  const module = needed.get(options.modulePath)
  if (module === undefined) {
    throw new NotFoundError(`There is no Terraform module at "${options.modulePath}" in ${snapshot.name}.`, {
      details: { commit: snapshot.commit },
    })
  }
  const isNeeded = (entry: TreeEntry) =>
    readsOutside || [...needed.keys()].some((path) => isBelow(entry.path, path))
  const wanted = tree.filter((entry) => entry.kind !== 'submodule' && isNeeded(entry) && !isWritten(entry))
  await writeEntries(snapshot, wanted, options.directory)
  return module
}

/** Configuration files of directories, of which each is read once. */
class ConfigurationReader {
  readonly #snapshot: RepositorySnapshot
  readonly #byDirectory = new Map<string, TreeEntry[]>()

  constructor(snapshot: RepositorySnapshot, tree: readonly TreeEntry[]) {
    this.#snapshot = snapshot
    for (const entry of tree) {
      if (entry.kind !== 'file' || !isConfigurationFile(posix.basename(entry.path))) continue
      const directory = posix.dirname(entry.path)
      this.#byDirectory.set(directory, [...(this.#byDirectory.get(directory) ?? []), entry])
    }
  }

  async read(directory: string): Promise<readonly SourceFile[]> {
    const entries = this.#byDirectory.get(directory) ?? []
    const contents = await this.#snapshot.readBlobs(entries.map(({ blobId }) => blobId))
    return entries.flatMap(({ path, blobId }) => {
      const bytes = contents.get(blobId)
      return bytes === undefined ? [] : [{ path, bytes }]
    })
  }
}

function isBelow(path: string, directory: string): boolean {
  return directory === '.' || path.startsWith(`${directory}/`)
}

/** What Terraform writes itself, and somebody has committed: it would be that of another machine or state. */
function isWritten({ path }: TreeEntry): boolean {
  return /(?:^|\/)(?:\.terraform|\.git)(?:\/|$)|(?:^|\/)(?:terraform|errored)\.tfstate(?:\.backup)?$/.test(
    path,
  )
}

async function writeEntries(
  snapshot: RepositorySnapshot,
  entries: readonly TreeEntry[],
  directory: string,
): Promise<void> {
  const contents = await snapshot.readBlobs(entries.map(({ blobId }) => blobId))
  const links: { readonly entry: TreeEntry; readonly target: string }[] = []
  for (const entry of entries) {
    const bytes = contents.get(entry.blobId)
    if (bytes === undefined) throw unreadable(entry, contents.unread?.get(entry.blobId) ?? 'missing')
    if (!isPlain(entry.path))
      throw new InputError(`The repository has a file with an unsafe path: "${entry.path}".`)
    if (entry.kind === 'symlink') links.push({ entry, target: Buffer.from(bytes).toString('utf8') })
    else await writeFileBelow(join(directory, entry.path), bytes)
  }
  // After all files: nothing is written through a link.
  for (const { entry, target } of links) await linkWithin(directory, entry, target)
}

async function writeFileBelow(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx' })
  // Trees as we read them do not say what is executable.
  if (bytes[0] === 0x23 && bytes[1] === 0x21) await chmod(path, 0o700)
}

/**
 * Links that lead elsewhere would show files of the machine to the module. Only first up and then down: so a link cannot lead out through
 * another one, because folders that hold links are none themselves.
 */
async function linkWithin(directory: string, { path }: TreeEntry, target: string): Promise<void> {
  const lead = posix.normalize(posix.join(posix.dirname(path), target))
  const isSimple =
    /^(?:\.{1,2}\/)*(?:\.{1,2}|(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*)\/?$/.test(target)
  if (!isSimple || lead === '..' || lead.startsWith('../'))
    throw new InputError(`The link "${path}" leads out of the repository.`)
  const file = join(directory, path)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await symlink(target, file)
}

function isPlain(path: string): boolean {
  return path
    .split('/')
    .every(
      (segment) => segment !== '' && segment !== '.' && segment !== '..' && segment.toLowerCase() !== '.git',
    )
}

function unreadable({ path }: TreeEntry, reason: string): InputError {
  return new InputError(
    `The file "${path}" of the repository cannot be read: it is ${reason.replace('-', ' ')}.`,
  )
}
