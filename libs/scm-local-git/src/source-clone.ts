import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cloneBare, isDirectory } from './clone-bare.ts'
import { fetchRefs } from './fetch-refs.ts'
import { createGit, type Git } from './git.ts'
import { readSizes } from './git-objects.ts'
import type { FetchObjects } from './read-blobs.ts'
import { createRemoteGit, type Remote } from './remote-git.ts'
import { requireReadable } from './require-readable.ts'
import { retry } from './retry.ts'
import { isUnadvertised } from './recognize-git-error.ts'
import { createUpkeepGit, removeLeftovers } from './tidy-repository.ts'
import { waitForLocks } from './wait-for-locks.ts'

/**
 * A bare clone with every commit and tree of the branches and tags, and no blobs but those that were asked for
 * (docs/decisions/0010-clones-without-blobs.md).
 *
 * Git takes a repository for such a one because of these settings, and then fetches what is missing by itself, one object after
 * the other. The clone's own configuration does not count, so only commands that talk to the remote get them.
 */
const promisor = ['remote.origin.promisor=true', 'remote.origin.partialclonefilter=blob:none']
const asPromisor = promisor.flatMap((setting) => ['-c', setting])
/** The clone's own configuration does not count, so that its remote has to be named as well. */
const originOf = ({ url }: Remote) => `remote.origin.url=${url}`
const withoutBlobs = '--filter=blob:none'

/** Objects stay in packs, which are joined now and then, however few they are. */
const settings = ['fetch.unpackLimit=1']

/** More packs than that make every look-up slow. */
const maximumPackCount = 50

/** Says that a clone has to be made anew. */
const damageMark = 'groundplan-damaged'

export interface SourceClone {
  readonly directory: string
  readonly remote: Remote
}

/** A git for what needs nothing from the remote. */
export function createCloneGit({ directory, remote }: SourceClone): Git {
  return createGit({
    ...{ directory, isRepository: true, subject: remote.shown, signal: remote.signal },
    lane: { kind: 'reading' },
  })
}

/** True if there is a clone that was not found to be damaged. */
export async function hasClone({ directory }: SourceClone): Promise<boolean> {
  return (await isDirectory(directory)) && !(await isThere(join(directory, damageMark)))
}

/** Makes the clone, in place of whatever is there. One git operation. A host that cannot leave blobs out gives all of them. */
export async function makeClone({ directory, remote }: SourceClone, temporary: string): Promise<void> {
  await cloneBare(remote, { directory, temporary, flags: [withoutBlobs], settings })
}

/** Brings the clone up to date, its default branch included. One git operation as a rule. */
export async function fetchClone(clone: SourceClone): Promise<void> {
  const { directory, remote } = clone
  await requireReadable(createCloneGit(clone), remote.shown)
  await waitForLocks(directory, remote.signal)
  await tidy(clone)
  await fetchRefs(remote, {
    directory,
    source: 'origin',
    settings: [...settings, ...promisor, originOf(remote)],
    flags: [withoutBlobs],
    refspecs: ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'],
  })
}

/** Fetches single objects in one git operation, as git itself would with what is missing. */
export function createFetchObjects({ directory, remote }: SourceClone): FetchObjects {
  const always = [
    '--progress',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-gc',
    '--recurse-submodules=no',
  ]
  const config = [...asPromisor, '-c', originOf(remote), '-c', 'fetch.negotiationAlgorithm=noop']
  const fetchOnce = async (ids: readonly string[]) => {
    const git = await createRemoteGit(directory, remote, { growing: directory })
    const input = `${ids.join('\n')}\n`
    await git.feed(input, ...config, 'fetch', ...always, withoutBlobs, '--stdin', 'origin')
  }
  return async (ids) => {
    try {
      await retry(() => fetchOnce(ids), remote.signal)
    } catch (error) {
      if (!isUnadvertised(error)) throw error
    }
    // Over HTTP, git does not always say that the host has refused.
    const found = await readSizes(createCloneGit({ directory, remote }), ids)
    if (found.size < ids.length) await fetchEverything(directory, remote)
  }
}

/** For hosts that leave blobs out but do not give single ones afterwards: adds all objects of a second, full clone. */
async function fetchEverything(directory: string, remote: Remote): Promise<void> {
  const temporary = await mkdtemp(join(directory, 'objects/tmp_full-'))
  const full = join(temporary, 'full.git')
  try {
    await cloneBare(remote, { directory: full, temporary: join(temporary, 'clone-'), flags: [], settings })
    const packs = join(full, 'objects/pack')
    // Git looks for the index, so that comes last.
    const names = (await readdir(packs)).toSorted((left, right) => rank(left) - rank(right))
    for (const name of names) await rename(join(packs, name), join(directory, 'objects/pack', name))
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
  }
}

function rank(name: string): number {
  return name.endsWith('.idx') ? 1 : 0
}

/** Throws a damage if the tree of a commit is not complete; blobs apart, which may be missing. */
export async function requireTrees(git: Git, commit: string): Promise<void> {
  await git.run('rev-list', '--objects', '--no-walk', withoutBlobs, '--quiet', commit)
}

/** Has the clone made anew when it is opened next. */
export async function markDamaged({ directory }: SourceClone): Promise<void> {
  await writeFile(join(directory, damageMark), '').catch(() => {})
}

/** Removes what killed fetches have left, and joins packs where there are too many. */
async function tidy({ directory, remote }: SourceClone): Promise<void> {
  await removeLeftovers(directory)
  const names = await readdir(join(directory, 'objects/pack')).catch(() => [])
  if (names.filter((name) => name.endsWith('.pack')).length <= maximumPackCount) return
  const git = createUpkeepGit({ directory, subject: remote.shown })
  await git.run(...asPromisor, 'repack', '-a', '-d', '-q')
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
