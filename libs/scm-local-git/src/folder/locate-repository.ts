import { lstat, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import { isDirectory } from '../clone-bare.ts'
import { readRegularFile } from './read-regular-file.ts'

/** Paths of the parts of a repository in a folder. */
export interface LocatedRepository {
  /** The top of the work tree; of a bare repository, its folder. */
  readonly root: string
  /** The requested folder relative to the root, with `/`; `.` for the root itself. */
  readonly scope: string
  /** Holds HEAD. */
  readonly gitDirectory: string
  /** Holds refs and objects; another one than the git directory for a linked work tree. */
  readonly commonDirectory: string
}

/** Git's own small files, in bytes. */
const maximumBytes = 4096

/**
 * Finds the repository that contains a folder, like git but without running it, because git reads the configuration of what it
 * finds. Parent folders only count if they have a `.git`. A bare repository only counts if it is the folder itself and not inside
 * a work tree, where anybody could have committed it. Throws NotFoundError.
 */
export async function locateRepository(folder: string): Promise<LocatedRepository> {
  const path = await realpath(folder)
  for (let root = path; ; root = dirname(root)) {
    const found = await findInWorkTree(root)
    if (found !== undefined) {
      if (isWithin(found.gitDirectory, path)) throw notARepository(folder)
      const scope = relative(root, path).split(sep).join('/')
      return { root, scope: scope === '' ? '.' : scope, ...found }
    }
    if (root === dirname(root)) break
  }
  const bare = await asGitDirectory(path)
  if (bare === undefined) throw notARepository(folder)
  return { root: folder, scope: '.', ...bare }
}

type GitDirectories = Pick<LocatedRepository, 'gitDirectory' | 'commonDirectory'>

async function findInWorkTree(root: string): Promise<GitDirectories | undefined> {
  const path = join(root, '.git')
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined) return undefined
  if (!stats.isFile()) return asGitDirectory(path)
  // Of a linked work tree, a submodule, or `git init --separate-git-dir`.
  const [, target] =
    /^gitdir: (.+?)[\r\n]*$/.exec((await readRegularFile(path, { maximumBytes })) ?? '') ?? []
  const found = target === undefined ? undefined : await asGitDirectory(resolve(root, target))
  if (found === undefined) throw notARepository(root)
  return found
}

/** Like git's check: it has a HEAD, objects and refs. */
async function asGitDirectory(path: string): Promise<GitDirectories | undefined> {
  const head = await lstat(join(path, 'HEAD')).catch(() => undefined)
  if (head === undefined || !(head.isFile() || head.isSymbolicLink())) return undefined
  const common = await readRegularFile(join(path, 'commondir'), { maximumBytes })
  const commonDirectory = common === undefined ? path : resolve(path, common.replace(/[\r\n]+$/, ''))
  const parts = await Promise.all(['objects', 'refs'].map((name) => isDirectory(join(commonDirectory, name))))
  return parts.every(Boolean) ? { gitDirectory: path, commonDirectory } : undefined
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}${sep}`)
}

function notARepository(folder: string): NotFoundError {
  return new NotFoundError(`${folder} is not a git repository.`, {
    hint: 'Check the path or URL. A new folder needs `git init` and a commit.',
  })
}
