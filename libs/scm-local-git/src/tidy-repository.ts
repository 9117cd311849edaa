import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { tryExclusively } from './exclusive.ts'
import { createGit, type Git } from './git.ts'

export interface TidyOptions {
  /** A bare repository of ours. */
  readonly directory: string
  /** For messages. */
  readonly subject: string
  /** More loose objects than that are packed; 2,000 by default. */
  readonly maximumLooseObjects?: number | undefined
  /** More packs than that are joined; 50 by default. */
  readonly maximumPacks?: number | undefined
}

/** Joining all packs of a large repository takes a while, in milliseconds. */
const longest = 30 * 60_000

/** Leaves processors and memory to others. */
const gently = ['-c', 'pack.threads=1', '-c', 'pack.windowMemory=100m']

/** What a killed git has left is of no use to a living one after so long, in milliseconds. */
const leftoverAge = 24 * 3600 * 1000

/**
 * How long unreachable commits are kept, the same as git's own default: proposals still refer to some of them.
 */
const expiry = '2.weeks.ago'

/**
 * Packs the objects of a repository once there are many, and removes what stopped commands have left. Costs little where there is
 * nothing to do. Safe beside other commands: what is not yet referenced stays for two weeks. One at a time; true if it packed.
 */
export async function tidyRepository(options: TidyOptions): Promise<boolean> {
  const { directory, maximumLooseObjects = 2000, maximumPacks = 50 } = options
  const tidied = await tryExclusively(`${directory}.tidy`, async () => {
    await removeLeftovers(directory)
    await removeDeadWorkTrees(directory)
    const git = createUpkeepGit(options)
    await dropWrittenRefs(git, directory)
    const { loose, packs } = await countObjects(join(directory, 'objects'), maximumLooseObjects)
    if (loose <= maximumLooseObjects && packs <= maximumPacks) return false
    await git.run('pack-refs', '--all')
    await git.run(...gently, 'repack', '-d', '-A', '-q', `--unpack-unreachable=${expiry}`)
    await git.run('prune', `--expire=${expiry}`)
    return true
  })
  return tidied ?? false
}

/** For maintenance: nothing waits for it, and it takes its time. */
export function createUpkeepGit({ directory, subject }: Pick<TidyOptions, 'directory' | 'subject'>): Git {
  return createGit({
    ...{ directory, subject, isRepository: true, lane: { kind: 'upkeep' } },
    limits: { milliseconds: longest },
  })
}

/** Removes unfinished packs and objects of stopped commands, which git itself never looks at again. */
export async function removeLeftovers(directory: string): Promise<void> {
  const objects = join(directory, 'objects')
  const folders = await listFolders(objects)
  for (const folder of [objects, ...folders.map((name) => join(objects, name))]) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names.filter((each) => /^\.?tmp[_-]/.test(each))) {
      const path = join(folder, name)
      if (await isOld(path)) await rm(path, { recursive: true, force: true })
    }
  }
}

async function isOld(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined)
  return stats !== undefined && Date.now() - stats.mtimeMs > leftoverAge
}

/** Commits that were to get a branch a moment later (`holdCommit`), and whose writer was killed. */
async function dropWrittenRefs(git: Git, directory: string): Promise<void> {
  const folder = join(directory, 'refs/written')
  const loose: readonly string[] = await readdir(folder).catch(() => [])
  const printed = await git.run('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/written')
  const names = printed.split('\n').filter((name) => name !== '')
  const old: string[] = []
  for (const name of names) {
    const file = loose.includes(name) ? join(folder, name) : join(directory, 'packed-refs')
    if (await isOld(file)) old.push(`delete refs/written/${name}\n`)
  }
  if (old.length > 0) await git.feed(old.join(''), 'update-ref', '--stdin')
}

/** What earlier versions, which merged in work trees, have left when they were killed. */
async function removeDeadWorkTrees(directory: string): Promise<void> {
  const folder = join(directory, 'worktrees')
  for (const name of await listFolders(folder)) {
    const place = (await readFile(join(folder, name, 'gitdir'), 'utf8').catch(() => '')).trim()
    const isThere = (await stat(place).catch(() => undefined)) !== undefined
    if (/\/groundplan-merge-[^/]+\/tree\/\.git$/.test(place) && !isThere) {
      await rm(join(folder, name), { recursive: true, force: true })
    }
  }
}

async function countObjects(
  objects: string,
  enough: number,
): Promise<{ readonly loose: number; readonly packs: number }> {
  let loose = 0
  for (const name of (await listFolders(objects)).filter((each) => each.length === 2)) {
    loose += (await readdir(join(objects, name)).catch(() => [])).length
    if (loose > enough) break
  }
  const names = await readdir(join(objects, 'pack')).catch(() => [])
  return { loose, packs: names.filter((name) => name.endsWith('.pack')).length }
}

async function listFolders(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
}
