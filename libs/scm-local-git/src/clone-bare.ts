import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createRemoteGit, type Remote } from './remote-git.ts'
import { retry } from './retry.ts'

export interface CloneBareOptions {
  /** Where the clone is to be; what is there is replaced. */
  readonly directory: string
  /** What the names of unfinished clones beside it begin with. */
  readonly temporary: string
  readonly flags: readonly string[]
  /** Settings (`-c`) for the clone, which it does not keep. */
  readonly settings?: readonly string[] | undefined
}

/** Clones a remote next to the final place, so that a stop leaves no half clone there. One git operation. */
export async function cloneBare(remote: Remote, options: CloneBareOptions): Promise<void> {
  const temporary = await mkdtemp(options.temporary)
  const clone = join(temporary, 'repository')
  try {
    await retry(async () => {
      await rm(clone, { recursive: true, force: true })
      const git = await createRemoteGit(temporary, remote, { isRepository: false, growing: temporary })
      // An empty repository of an older host does not say what its branch will be.
      const settings = ['init.defaultBranch=main', ...(options.settings ?? [])]
      const config = settings.flatMap((setting) => ['-c', setting])
      const flags = ['--progress', '--bare', '--template=', ...options.flags]
      await git.run(...config, 'clone', ...flags, '--', remote.url, 'repository')
    }, remote.signal)
    await rm(options.directory, { recursive: true, force: true })
    await rename(clone, options.directory)
  } finally {
    // A git that was stopped a moment ago may still be writing.
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** True if there is a directory at this path. */
export async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}
