import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createRemoteGit, type Remote } from './remote-git.ts'
import { retry } from './retry.ts'

export interface CloneBareOptions {
  /** Path of the clone; an existing one is replaced. */
  readonly directory: string
  /** What the names of unfinished clones beside it begin with. */
  readonly temporary: string
  readonly flags: readonly string[]
  /** Settings (`-c`) for the clone command only. */
  readonly settings?: readonly string[] | undefined
}

/** Clones a remote to a temporary path first, so that an interruption leaves no incomplete clone. One git operation. */
export async function cloneBare(remote: Remote, options: CloneBareOptions): Promise<void> {
  const temporary = await mkdtemp(options.temporary)
  const clone = join(temporary, 'repository')
  try {
    await retry(async () => {
      await rm(clone, { recursive: true, force: true })
      const git = await createRemoteGit(temporary, remote, { isRepository: false, growing: temporary })
      // Older hosts do not report the default branch of an empty repository.
      const settings = ['init.defaultBranch=main', ...(options.settings ?? [])]
      const config = settings.flatMap((setting) => ['-c', setting])
      const flags = ['--progress', '--bare', '--template=', ...options.flags]
      await git.run(...config, 'clone', ...flags, '--', remote.url, 'repository')
    }, remote.signal)
    await rm(options.directory, { recursive: true, force: true })
    await rename(clone, options.directory)
  } finally {
    // A git process that was just stopped may still be writing.
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** True if there is a directory at this path. */
export async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}
