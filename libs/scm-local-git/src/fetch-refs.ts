import { createGit, type Git } from './git.ts'
import { readRemote, type Remote } from './remote-git.ts'
import { isMissingRef } from './translate-git-error.ts'

export interface FetchRefsOptions {
  /** The bare repository that is brought up to date. */
  readonly directory: string
  /** What to bring, as git writes it: `+refs/heads/*:refs/heads/*`. Local refs of the kind that the remote no longer has go. */
  readonly refspecs: readonly string[]
  /** The remote as git is to be told: its URL by default. */
  readonly source?: string | undefined
  /** Settings (`-c`) for the fetch. */
  readonly settings?: readonly string[] | undefined
  readonly flags?: readonly string[] | undefined
}

/** Where the remote's HEAD was when it was asked last. */
const headRef = 'refs/groundplan/head'

/**
 * Brings a bare repository up to date, with its HEAD where the remote has it. One git operation, as long as the default branch
 * stays the same: git says where HEAD is without saying which branch that is.
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
    // The remote is empty, or its default branch is not there.
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

/** Asks the remote which branch its HEAD is, unless the one that it was is still at the same commit. */
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
