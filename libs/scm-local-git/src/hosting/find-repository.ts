import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import type { RepositoryName } from '@groundplan/scm'
import { isDirectory } from '../clone-bare.ts'

/** Location of a repository. */
export interface RepositoryFolder extends RepositoryName {
  readonly directory: string
  /** The folder with git's own files: the directory itself if the repository is bare. */
  readonly gitDirectory: string
}

/** Finds a repository in the root folder. Throws NotFoundError. */
export async function findRepository(root: string, repository: RepositoryName): Promise<RepositoryFolder> {
  const { owner, name } = repository
  const parent = ownerFolder(root, owner)
  const isName = /^[^/\\\0]+$/.test(name) && name !== '.' && name !== '..'
  for (const folder of parent === undefined || !isName ? [] : [name, `${name}.git`]) {
    const found = await asRepository(join(parent ?? '', folder), repository)
    if (found !== undefined) return found
  }
  throw new NotFoundError(`Repository ${owner}/${name} not found in ${root}.`, {
    hint: 'The repository must be in a folder named after its owner.',
  })
}

/** The repositories in an owner's folder, in order of their names. Throws NotFoundError if there is no such folder. */
export async function listRepositoryFolders(
  root: string,
  owner: string,
): Promise<readonly RepositoryFolder[]> {
  const parent = ownerFolder(root, owner)
  if (parent === undefined || !(await isDirectory(parent))) {
    throw new NotFoundError(`Folder ${owner} not found in ${root}.`, {
      hint: 'The owner must be the name of a folder that contains repositories, or `.` for the root itself.',
    })
  }
  const folders = (await readdir(parent)).toSorted()
  const found = folders.map((folder) => {
    const short = folder.replace(/\.git$/, '')
    const name = short === '' || folders.includes(short) ? folder : short
    return asRepository(join(parent, folder), { owner, name })
  })
  return (await Promise.all(found)).filter((repository) => repository !== undefined)
}

function ownerFolder(root: string, owner: string): string | undefined {
  if (owner === '.') return root
  const segments = owner.split('/')
  const isFolder = segments.every((segment) => /^[^\\\0]+$/.test(segment) && !/^\.\.?$/.test(segment))
  return isFolder ? join(root, ...segments) : undefined
}

async function asRepository(
  directory: string,
  { owner, name }: RepositoryName,
): Promise<RepositoryFolder | undefined> {
  const inside = join(directory, '.git')
  for (const gitDirectory of [inside, directory]) {
    const head = await stat(join(gitDirectory, 'HEAD')).catch(() => undefined)
    if (head?.isFile() === true && (await isDirectory(join(gitDirectory, 'objects'))))
      return { owner, name, directory, gitDirectory }
  }
  return undefined
}
