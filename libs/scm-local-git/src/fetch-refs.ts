import { createGit, type Git } from './git.ts'
import { readRemote, type Remote } from './remote-git.ts'
import { isMissingRef } from './recognize-git-error.ts'

export interface FetchRefsOptions {
  /** The bare repository to update. */
  readonly directory: string
  /** What to bring, as git writes it: `+refs/heads/*:refs/heads/*`. Prunes local refs that no longer exist at the remote. */
  readonly refspecs: readonly string[]
  /** The remote argument for git. Defaults to its URL. */
  readonly source?: string | undefined
  /** Settings (`-c`) for the fetch. */
  readonly settings?: readonly string[] | undefined
  readonly flags?: readonly string[] | undefined
}

/** Last known HEAD of the remote. */
const headRef = 'refs/groundplan/head'

/**
 * Updates a bare repository, including its HEAD. One git operation while the default branch stays the same, because git reports
 * the commit of HEAD but not its branch.
 */
export async function fetchRefs(remote: Remote, options: FetchRefsOptions): Promise<void> {
  const { directory } = options
  const git = createGit({
    directory,
    isRepository: true,
    subject: remote.shown,
    signal: remote.signal,
  })
  try {
    await fetch(remote, options, [`+HEAD:${headRef}`])
  } catch (error) {
    if (!isMissingRef(error)) throw error
    // The remote is empty, or its default branch does not exist.
    await fetch(remote, options, [])
    await git.run('update-ref', '-d', headRef)
    await followSymbolicHead(git, directory, remote)
    return
  }
  await followHead(git, directory, remote)
}

async function fetch(remote: Remote, options: FetchRefsOptions, more: readonly string[]): Promise<void> {
  const { directory, refspecs, source = remote.url, settings = [], flags = [] } = options
  const config = settings.flatMap((setting) => ['-c', setting])
  const always = ['--progress', '--prune', '--force', '--no-tags', '--no-write-fetch-head', '--no-auto-gc']
  const own = ['--recurse-submodules=no', ...flags]
  await readRemote(
    { directory, remote, growing: directory },
    ...config,
    'fetch',
    ...always,
    ...own,
    '--',
    source,
    ...refspecs,
    ...more,
  )
}

/** Asks the remote for the branch of its HEAD, unless the previous one is still at the same commit. */
async function followHead(git: Git, directory: string, remote: Remote): Promise<void> {
  const known = await git.run('rev-parse', headRef, 'HEAD', '--symbolic-full-name', 'HEAD').catch(() => '')
  const [theirs, ours, branch = ''] = known.split('\n')
  if (branch.startsWith('refs/heads/') && theirs === ours) return
  if (await followSymbolicHead(git, directory, remote)) return
  const head = await git.ask('rev-parse', '--verify', '--quiet', headRef)
  if (head !== undefined) await git.run('update-ref', '--no-deref', 'HEAD', head)
}

/** True if the remote's HEAD is a branch. */
async function followSymbolicHead(git: Git, directory: string, remote: Remote): Promise<boolean> {
  const printed = await readRemote({ directory, remote }, 'ls-remote', '--symref', '--', remote.url, 'HEAD')
  const branch = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(printed)?.[1]
  if (branch !== undefined) await git.run('symbolic-ref', 'HEAD', branch)
  return branch !== undefined
}
