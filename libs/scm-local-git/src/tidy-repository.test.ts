import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { tidyRepository } from './tidy-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const longAgo = new Date(Date.now() - 30 * 24 * 3600 * 1000)

let parent: string
let directory: string
let person: GitRepository
beforeEach(async () => {
  parent = await temporaryDirectory()
  directory = join(parent, 'ours.git')
  await runGit(parent, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', directory])
  person = await GitRepository.clone(directory, join(parent, 'person'))
  for (const text of ['1', '2', '3', '4']) await person.commit({ a: text })
  await person.git('push', '--quiet', 'origin', 'HEAD:main')
})
const git = (...args: string[]) => runGit(directory, args)
const tidy = (maximumLooseObjects?: number) =>
  tidyRepository({ directory, subject: 'it', maximumLooseObjects })
const looseCount = async () => Number(/count: (\d+)/.exec(await git('count-objects', '-v'))?.[1])
const isThere = (path: string) =>
  stat(join(directory, path)).then(
    () => true,
    () => false,
  )
async function leave(path: string, date = longAgo) {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), '')
  await utimes(join(directory, path), date, date)
}

describe('tidying a repository', () => {
  it('packs its objects once there are many', async () => {
    expect(await looseCount()).toBe(12)
    expect(await tidy()).toBe(false)
    expect(await looseCount()).toBe(12)
    expect(await tidy(10)).toBe(true)
    expect(await looseCount()).toBe(0)
    await git('fsck', '--strict')
    expect(await git('rev-list', '--count', 'main')).toBe('4')
  })

  it('keeps commits that no branch has for two weeks, and those of closed proposals for ever', async () => {
    const commit = async (text: string) => {
      const id = await person.commit({ b: text })
      await person.git('push', '--quiet', '--force', 'origin', 'HEAD:refs/heads/x')
      await git('update-ref', '-d', 'refs/heads/x')
      await person.git('reset', '--quiet', '--hard', 'HEAD~1')
      return id
    }
    const [fresh, closed, old] = [await commit('fresh'), await commit('closed'), await commit('old')]
    await git('update-ref', `refs/closed/${closed}`, closed)
    for (const id of [closed, old]) {
      await utimes(join(directory, 'objects', id.slice(0, 2), id.slice(2)), longAgo, longAgo)
    }
    expect(await tidy(1)).toBe(true)
    const found = await git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)')
    expect([fresh, closed, old].map((id) => found.includes(id))).toEqual([true, true, false])
  })

  it('removes what stopped commands have left, once it is old', async () => {
    await leave('objects/pack/tmp_pack_old')
    await leave('objects/ab/tmp_obj_old')
    await leave('objects/pack/tmp_pack_new', new Date())
    await tidy()
    expect(await isThere('objects/pack/tmp_pack_old')).toBe(false)
    expect(await isThere('objects/ab/tmp_obj_old')).toBe(false)
    expect(await isThere('objects/pack/tmp_pack_new')).toBe(true)
  })

  it('drops the refs of commits that never got a branch', async () => {
    for (const name of ['old', 'new']) await git('update-ref', `refs/written/${name}`, 'main')
    await utimes(join(directory, 'refs/written/old'), longAgo, longAgo)
    await tidy()
    expect(await git('for-each-ref', '--format=%(refname)', 'refs/written')).toBe('refs/written/new')
  })

  it('removes the work trees of killed merges, and no others', async () => {
    await git('worktree', 'add', '--quiet', '--detach', join(parent, 'mine'), 'main')
    await leave('worktrees/tree/HEAD')
    await writeFile(join(directory, 'worktrees/tree/gitdir'), '/tmp/groundplan-merge-x/tree/.git\n')
    await tidy()
    expect(await readdir(join(directory, 'worktrees'))).toEqual(['mine'])
  })

  it('happens once at a time', async () => {
    const results = await Promise.all([tidy(1), tidy(1)])
    expect(results.toSorted()).toEqual([false, true])
  })
})
