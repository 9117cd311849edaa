import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ChangeSet } from '@groundplan/change-set'
import type { CommitAuthor, FindCommitRules } from '@groundplan/scm'
import { writeFirstCommit } from './first-commit.ts'
import { createGit } from './git.ts'

export interface CreateRepositoryOptions {
  readonly directory: string
  /** Full name of the default branch. */
  readonly ref: string
  readonly initialFiles: ChangeSet
  readonly author: CommitAuthor
  readonly findRules?: FindCommitRules | undefined
}

/** Creates a bare repository with one commit atomically: an interruption leaves either all of it or nothing. */
export async function createRepository(options: CreateRepositoryOptions): Promise<void> {
  const { directory, ref, initialFiles: changes, author, findRules } = options
  const parent = dirname(directory)
  await mkdir(parent, { recursive: true })
  await removeLeftovers(parent)
  const temporary = await mkdtemp(join(parent, '.init-'))
  try {
    const start = createGit({ directory: temporary, subject: directory })
    await start.run('init', '--quiet', '--bare', '--template=', '--', temporary)
    const git = createGit({ directory: temporary, isRepository: true, subject: directory })
    await git.run('symbolic-ref', 'HEAD', ref)
    const commit = await writeFirstCommit(changes, author, { git, directory: temporary, findRules })
    await git.run('update-ref', ref, commit)
    await rename(temporary, directory)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** A killed process may have left something behind. */
async function removeLeftovers(parent: string): Promise<void> {
  const left = (await readdir(parent)).filter((name) => name.startsWith('.init-'))
  await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })))
}
