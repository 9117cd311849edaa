import type { ExpectedTip } from './branch-refs.ts'
import { createRemoteGit, readRemote, type Remote } from './remote-git.ts'
import { pauseFor } from './retry.ts'
import { isGone, isMoved, isRetryable } from './recognize-git-error.ts'

export interface RefPush {
  /** Full name at the remote. */
  readonly ref: string
  /** The new target; `undefined` deletes the ref. */
  readonly commit: string | undefined
  readonly expected: ExpectedTip
}

/** Pauses before the second and third attempt, in milliseconds. */
const pauses = [200, 1000]

export type RefPushResult =
  | { readonly kind: 'pushed' }
  /** Not changed: the ref is not at the expected position, but at this commit or absent. */
  | { readonly kind: 'moved'; readonly tip: string | undefined }

/**
 * Moves one ref of a remote if it is at the expected position. Checks the result of a push with a lost response before retrying,
 * and of a rejected push, because git itself repeats requests after a lost connection.
 */
export async function pushRef(directory: string, remote: Remote, push: RefPush): Promise<RefPushResult> {
  for (let attempt = 0; ; attempt += 1) {
    const failure = await pushOnce(directory, remote, push)
    if (failure === undefined) return { kind: 'pushed' }
    const tip = await findTip(directory, remote, push.ref)
    if (tip.isKnown && tip.commit === push.commit) return { kind: 'pushed' }
    if (isMoved(failure) && tip.isKnown) return { kind: 'moved', tip: tip.commit }
    const pause = pauses[attempt]
    if (pause === undefined) throw failure
    await pauseFor(pause, remote.signal)
  }
}

/** What went wrong, if it is something after which one has to look. Everything else is thrown. */
async function pushOnce(
  directory: string,
  remote: Remote,
  { ref, commit, expected }: RefPush,
): Promise<unknown> {
  const git = await createRemoteGit(directory, remote)
  const lease =
    expected === undefined ? '--force' : `--force-with-lease=${ref}:${expected === 'absent' ? '' : expected}`
  const flags = ['--quiet', '--porcelain', '--no-follow-tags', '--no-signed', '--no-verify', lease]
  try {
    await git.run('push', ...flags, '--', remote.url, `${commit ?? ''}:${ref}`)
    return undefined
  } catch (error) {
    if (isRetryable(error) || isMoved(error) || isGone(error)) return error
    throw error
  }
}

type Tip = { readonly isKnown: true; readonly commit: string | undefined } | { readonly isKnown: false }

/** Where the remote has a ref, if it says so. */
async function findTip(directory: string, remote: Remote, ref: string): Promise<Tip> {
  try {
    const printed = await readRemote({ directory, remote }, 'ls-remote', '--', remote.url, ref)
    const found = printed.split('\n').find((line) => line.endsWith(`\t${ref}`))
    return { isKnown: true, commit: found?.split('\t')[0] }
  } catch (error) {
    if (isRetryable(error)) return { isKnown: false }
    throw error
  }
}
