import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Git } from './git.ts'

/** Branches that were packed; 10,000 of them take 1 MB. */
const packedBytes = 50_000_000

/** A tip in a file of its own, for SHA-1 or SHA-256. */
const ownFile = /^([0-9a-f]{40}|[0-9a-f]{64})\n$/
/** A tip in the file of all that are packed. */
const packedLine = /^([0-9a-f]{40}|[0-9a-f]{64}) refs\/heads\/(.+)$/gm

/** With more files than that git is as fast. */
const manyFiles = 500

/**
 * Reads the tip of a branch from the files of a bare repository, as gitrepository-layout(5) describes them: starting git takes ten
 * times as long, and an import looks at the tips of many branches.
 *
 * @returns what git says as well; `'unclear'` if only git can say, because the repository keeps its refs in another way.
 */
export async function readTip(
  directory: string,
  branch: string,
): Promise<{ readonly commit: string | undefined } | 'unclear'> {
  const tips = await readTips(directory, [branch])
  return tips === 'unclear' ? tips : { commit: tips.get(branch) }
}

/** The tips of these branches as far as they exist, or of all, by name. `directory` is the repository, `git` runs in it. */
export async function listTips(
  git: Git,
  directory: string,
  branches?: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await readTips(directory, branches)
  if (known !== 'unclear') return known
  const refs = branches?.map((branch) => `refs/heads/${branch}`) ?? ['refs/heads']
  const printed = await git.run('for-each-ref', '--format=%(objectname) %(refname:lstrip=2)', ...refs)
  const lines = printed.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]))
}

/** The branch that HEAD names, from the files of a bare repository; `undefined` if it names none, or only git can say. */
export async function readHeadBranch(directory: string): Promise<string | undefined> {
  const text = await readSmallFile(join(directory, 'HEAD'), 5000)
  const branch = text && /^ref: refs\/heads\/(.+)\n$/.exec(text)?.[1]
  return branch !== undefined && isPlain(branch) ? branch : undefined
}

async function readTips(
  directory: string,
  branches: readonly string[] | undefined,
): Promise<ReadonlyMap<string, string> | 'unclear'> {
  // Files of their own come first: git removes one only after it has packed the branch.
  const names = branches ?? (await listFiles(directory))
  if (names === 'unclear' || !names.every(isPlain)) return 'unclear'
  const tips = new Map<string, string>()
  for (const name of names) {
    const loose = await readSmallFile(join(directory, 'refs/heads', name), 100)
    if (loose === undefined) continue
    const commit = ownFile.exec(loose)?.[1]
    if (commit === undefined) return 'unclear'
    tips.set(name, commit)
  }
  const packed = await readSmallFile(join(directory, 'packed-refs'), packedBytes)
  // Only git knows why a repository without any of these files has no branch.
  if (packed === 'unclear' || (packed === undefined && tips.size === 0)) return 'unclear'
  const wanted = branches && new Set(branches)
  for (const [, commit = '', name = ''] of (packed ?? '').matchAll(packedLine))
    if (!tips.has(name) && (wanted?.has(name) ?? true)) tips.set(name, commit)
  return new Map([...tips].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

/** The names of the branches that have files of their own. */
async function listFiles(directory: string): Promise<readonly string[] | 'unclear'> {
  const heads = join(directory, 'refs/heads')
  try {
    const found = await readdir(heads, { recursive: true, withFileTypes: true })
    const files = found.filter((entry) => !entry.isDirectory())
    if (files.length > manyFiles || !files.every((entry) => entry.isFile())) return 'unclear'
    const names = files.map(({ parentPath, name }) =>
      relative(heads, join(parentPath, name)).replaceAll(sep, '/'),
    )
    // Git leaves out what it is about to write.
    return names.filter((name) => !name.endsWith('.lock'))
  } catch {
    return 'unclear'
  }
}

/** A name that is a path below the folder of the branches; one that is no UTF-8 is none. */
function isPlain(branch: string): boolean {
  return (
    branch.split('/').every((part) => part !== '' && !part.startsWith('.')) && !/[\0\n\ufffd]/.test(branch)
  )
}

async function readSmallFile(path: string, limit: number): Promise<string | undefined | 'unclear'> {
  try {
    // A pipe must not keep us waiting, and nothing leads elsewhere.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const found = await file.stat()
      if (found.isDirectory()) return undefined
      if (!found.isFile() || found.size > limit) return 'unclear'
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : 'unclear'
  }
}
