import { PlatformError } from '@groundplan/errors'
import type { Git } from './git.ts'
import { resolveRevision, type Revision } from './resolve-revision.ts'
import {
  createCloneGit,
  fetchClone,
  hasClone,
  makeClone,
  requireTrees,
  type SourceClone,
} from './source-clone.ts'
import { isDamage } from './recognize-git-error.ts'

export interface OpenCloneOptions {
  /** Branch, tag or commit. Defaults to the default branch. */
  readonly ref: string | undefined
  /** The commit that the ref is known to have. */
  readonly commit: string | undefined
  /** Where the names of unfinished clones begin. */
  readonly temporary: string
}

export interface OpenedClone {
  readonly revision: Revision
  /** `known`: found without contacting the remote. */
  readonly kind: 'known' | 'fetched' | 'cloned'
}

/**
 * Finds a revision in the clone of a remote. Creates or updates the clone first, unless it is known to contain the revision.
 * Replaces a damaged clone. Requires exclusive access to the clone.
 */
export async function openClone(
  clone: SourceClone,
  { ref, commit, temporary }: OpenCloneOptions,
): Promise<OpenedClone> {
  const git = createCloneGit(clone)
  if (await hasClone(clone)) {
    const known = await findKnown(git, ref, commit)
    if (known !== undefined) return { kind: 'known', revision: known }
    try {
      await fetchClone(clone)
      return { kind: 'fetched', revision: await resolve(git, clone, ref) }
    } catch (error) {
      if (!isDamage(error)) throw error
    }
  }
  await makeClone(clone, temporary)
  return { kind: 'cloned', revision: await resolve(git, clone, ref) }
}

async function resolve(git: Git, { remote }: SourceClone, ref: string | undefined): Promise<Revision> {
  const revision = await resolveRevision(git, remote.shown, ref)
  // A clone whose objects are incomplete is found out now, while it can still be replaced.
  await requireTrees(git, revision.commit)
  return revision
}

/** The commit of a ref, if it is known and was fetched before. */
async function findKnown(
  git: Git,
  ref: string | undefined,
  known: string | undefined,
): Promise<Revision | undefined> {
  const commit = known ?? (ref !== undefined && /^[0-9a-f]{40}$/.test(ref) ? ref : undefined)
  if (commit === undefined) return undefined
  try {
    if ((await git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)) !== commit) return undefined
    await requireTrees(git, commit)
    const name = ref?.trim() || (await git.ask('symbolic-ref', '--quiet', '--short', 'HEAD'))
    return { ref: name ?? commit.slice(0, 10), commit }
  } catch (error) {
    if (error instanceof PlatformError && error.code !== 'cancelled') return undefined
    throw error
  }
}
