import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from './git.ts'

/** Branches that were packed; 10,000 of them take 1 MB. */
const packedBytes = 50_000_000

/** A tip in a file of its own, for SHA-1 or SHA-256. */
const ownFile = /^([0-9a-f]{40}|[0-9a-f]{64})\n$/

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
  if (!isPlain(branch)) return 'unclear'
  const loose = await readSmallFile(join(directory, 'refs/heads', branch), 100)
  if (loose === 'unclear') return loose
  if (loose !== undefined) {
    const commit = ownFile.exec(loose)?.[1]
    return commit === undefined ? 'unclear' : { commit }
  }
  const packed = await readSmallFile(join(directory, 'packed-refs'), packedBytes)
  if (packed === 'unclear') return packed
  // Only git knows why a repository without any of these files has no branch.
  if (packed === undefined) return 'unclear'
  const end = packed.indexOf(` refs/heads/${branch}\n`)
  if (end === -1) return { commit: undefined }
  const commit = ownFile.exec(`${packed.slice(packed.lastIndexOf('\n', end) + 1, end)}\n`)?.[1]
  return commit === undefined ? 'unclear' : { commit }
}

/** The tips of these branches as far as they exist, or of all, by name. */
export async function listTips(git: Git, branches?: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const refs = branches?.map((branch) => `refs/heads/${branch}`) ?? ['refs/heads']
  const printed = await git.run('for-each-ref', '--format=%(objectname) %(refname:lstrip=2)', ...refs)
  const lines = printed.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]))
}

/** A name that is a path below the folder of the branches. */
function isPlain(branch: string): boolean {
  return branch.split('/').every((part) => part !== '' && !part.startsWith('.')) && !/[\0\n]/.test(branch)
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
