import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '@groundplan/errors'
import { readRegularFile } from './read-regular-file.ts'

/** Maximum number of refs. */
const maximumRefCount = 500_000
const maximumPackedBytes = 200_000_000
const maximumRefBytes = 4096
/** Folders in folders; git itself stops at the longest path that the system knows. */
const maximumDepth = 40
/** How many files are read at a time. */
const batchSize = 64
/** Maximum depth of symbolic refs, like git's. */
const maximumHops = 5

const isObjectId = (text: string) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text)

/** Reads the refs of a repository with the objects they point at. Throws InputError if there are too many. */
export async function readRefs(commonDirectory: string, shown: string): Promise<ReadonlyMap<string, string>> {
  const values = await readPackedRefs(join(commonDirectory, 'packed-refs'), shown)
  const files = await listFiles(join(commonDirectory, 'refs'), shown)
  for (let start = 0; start < files.length; start += batchSize) {
    const read = files.slice(start, start + batchSize).map(async ({ name, isLink }) => {
      const path = join(commonDirectory, name)
      return [name, isLink ? await readLink(path) : await readRef(path)] as const
    })
    for (const [name, value] of await Promise.all(read)) if (value !== undefined) values.set(name, value)
  }
  return new Map(
    [...values.keys()].flatMap((name) => {
      const id = followRef(values, name)
      return id === undefined || !isRefName(name) ? [] : [[name, id] as const]
    }),
  )
}

/** What HEAD says, as it is to be written: an object id or `ref: <name>`. `undefined` if it is invalid. */
export async function readHead(gitDirectory: string): Promise<string | undefined> {
  const path = join(gitDirectory, 'HEAD')
  const text = (await readLink(path)) ?? (await readRef(path, true))
  if (text === undefined) return undefined
  return isObjectId(text) || isRefName(text.replace(/^ref: /, '')) ? text : undefined
}

async function readPackedRefs(path: string, shown: string): Promise<Map<string, string>> {
  const text = await readRegularFile(path, { maximumBytes: maximumPackedBytes, followsLinks: true })
  const values = new Map<string, string>()
  for (const line of (text ?? '').split('\n')) {
    const space = line.indexOf(' ')
    const id = line.slice(0, space)
    if (isObjectId(id)) values.set(line.slice(space + 1).trimEnd(), id)
    requireFew(values.size, shown)
  }
  return values
}

interface RefFile {
  readonly name: string
  readonly isLink: boolean
}

async function listFiles(refs: string, shown: string): Promise<readonly RefFile[]> {
  const files: RefFile[] = []
  const folders = [{ path: refs, name: 'refs', depth: 0 }]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const { path, name, depth } = folder
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      const entryName = `${name}/${entry.name}`
      if (entry.isDirectory() && depth < maximumDepth) {
        folders.push({ path: join(path, entry.name), name: entryName, depth: depth + 1 })
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        files.push({ name: entryName, isLink: entry.isSymbolicLink() })
      }
      requireFew(files.length + folders.length, shown)
    }
  }
  return files
}

async function readRef(path: string, followsLinks = false): Promise<string | undefined> {
  const text = (await readRegularFile(path, { maximumBytes: maximumRefBytes, followsLinks }))?.trim()
  const [, target] = /^ref:\s*(\S+)$/.exec(text ?? '') ?? []
  if (target !== undefined) return `ref: ${target}`
  return text !== undefined && isObjectId(text) ? text : undefined
}

/** Old versions of git wrote symbolic refs as links. Links to other places are not refs. */
async function readLink(path: string): Promise<string | undefined> {
  const target = await readlink(path).catch(() => '')
  return target.startsWith('refs/') ? `ref: ${target}` : undefined
}

function followRef(values: ReadonlyMap<string, string>, name: string): string | undefined {
  let value = values.get(name)
  for (let hop = 0; value?.startsWith('ref: ') === true; hop += 1) {
    value = hop < maximumHops ? values.get(value.slice('ref: '.length)) : undefined
  }
  return value
}

/** As `git check-ref-format` has it. */
function isRefName(name: string): boolean {
  if (!name.startsWith('refs/') || /[\0-\x20~^:?*[\\\x7f]|\.\.|@\{|\/\/|\/$|\.$/.test(name)) return false
  return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
}

function requireFew(count: number, shown: string): void {
  if (count <= maximumRefCount) return
  throw new InputError(`The repository ${shown} has more than ${maximumRefCount} branches and tags.`, {
    hint: 'Import a clone with fewer of them: `git clone --single-branch`.',
  })
}
