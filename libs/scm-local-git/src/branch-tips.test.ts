import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { listTips, readHeadBranch, readTip } from './branch-tips.ts'
import { createGit, type Git } from './git.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let directory: string
let first: string
let second: string
const git = (...args: string[]) => runGit(directory, args)
beforeEach(async () => {
  directory = join(await temporaryDirectory(), 'ours.git')
  await runGit(dirname(directory), ['init', '--quiet', '--bare', '--template=', directory])
  const tree = await git('hash-object', '-t', 'tree', '-w', '/dev/null')
  const commit = (message: string) => git('commit-tree', tree, '-m', message)
  ;[first, second] = [await commit('first'), await commit('second')]
})

const names = ['main', 'a', 'a/b', 'a/bc', 'groundplan/über', 'main.lock2', 'A', 'main^', 'x y', '', 'a//b']

/** What git says of each name. */
async function expectAsGit() {
  for (const name of names) {
    const tip = await readTip(directory, name)
    if (tip === 'unclear') continue
    const said = await git('for-each-ref', '--format=%(refname) %(objectname)', `refs/heads/${name}`)
    const exact = said.split('\n').find((line) => line.startsWith(`refs/heads/${name} `))
    expect({ name, commit: tip.commit }).toEqual({ name, commit: exact?.split(' ')[1] })
  }
  const all = await git('for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/heads')
  expect([...(await listTips(noGit, directory))].map((each) => each.join(' ')).join('\n')).toBe(all)
}

const refuse = () => Promise.reject(new Error('git was asked'))
const noGit: Git = { run: refuse, ask: refuse, judge: refuse, feed: refuse }

describe('reading the tip of a branch from the files of a repository', () => {
  it('finds what git finds, in files of their own, packed, and both', async () => {
    for (const name of ['main', 'a/b', 'groundplan/über'])
      await git('update-ref', `refs/heads/${name}`, first)
    await expectAsGit()
    expect(await readTip(directory, 'a/b')).toEqual({ commit: first })
    expect(await readTip(directory, 'groundplan/über')).toEqual({ commit: first })
    await git('tag', '-a', '-m', 'a tag', 'v1', first)
    await git('pack-refs', '--all', '--prune')
    await expectAsGit()
    expect(await readTip(directory, 'a/b')).toEqual({ commit: first })
    // A name that another one ends with is another one.
    expect(await readTip(directory, 'b')).toEqual({ commit: undefined })
    await git('update-ref', 'refs/heads/a/b', second)
    await git('update-ref', '-d', 'refs/heads/main')
    await expectAsGit()
    expect(await readTip(directory, 'a/b')).toEqual({ commit: second })
    expect(await readTip(directory, 'main')).toEqual({ commit: undefined })
  })

  it('leaves to git what keeps refs in another way', async () => {
    expect(await readTip(directory, 'main')).toBe('unclear')
    await git('update-ref', 'refs/heads/a', first)
    await git('symbolic-ref', 'refs/heads/main', 'refs/heads/a')
    expect(await readTip(directory, 'main')).toBe('unclear')
    const heads = join(directory, 'refs/heads')
    await writeFile(join(heads, 'cut'), first.slice(0, 20))
    expect(await readTip(directory, 'cut')).toBe('unclear')
    // A repository with reftable has a file in place of the folder.
    await rm(heads, { recursive: true })
    await writeFile(heads, 'this repository uses the reftable format\n')
    expect(await readTip(directory, 'a')).toBe('unclear')
  })

  it('reads nothing elsewhere', async () => {
    const elsewhere = join(dirname(directory), 'elsewhere')
    await writeFile(elsewhere, `${first}\n`)
    await mkdir(join(directory, 'refs/heads'), { recursive: true })
    await symlink(elsewhere, join(directory, 'refs/heads/link'))
    for (const name of ['link', '../../../elsewhere', '/etc/passwd', 'a/../../../../elsewhere', '.', '']) {
      expect(await readTip(directory, name)).toBe('unclear')
    }
  })

  it('asks git for all branches where not every one lies in a file that is plain', async () => {
    const ours = createGit({ directory, isRepository: true, subject: directory })
    expect(await listTips(ours, directory)).toEqual(new Map())
    await expect(listTips(noGit, directory)).rejects.toThrow('git was asked')
    await git('update-ref', 'refs/heads/a/b', first)
    const heads = join(directory, 'refs/heads')
    await writeFile(join(heads, 'a/c.lock'), '')
    expect(await listTips(noGit, directory)).toEqual(new Map([['a/b', first]]))
    expect(await listTips(noGit, directory, ['a/b', 'a'])).toEqual(new Map([['a/b', first]]))
    await git('symbolic-ref', 'refs/heads/main', 'refs/heads/a/b')
    await expect(listTips(noGit, directory)).rejects.toThrow('git was asked')
    expect(await listTips(ours, directory, ['main'])).toEqual(new Map([['main', first]]))
    await rm(join(heads, 'main'))
    await symlink(join(heads, 'a/b'), join(heads, 'link'))
    await expect(listTips(noGit, directory)).rejects.toThrow('git was asked')
  })

  it('finds the branch that HEAD names', async () => {
    await git('symbolic-ref', 'HEAD', 'refs/heads/groundplan/über')
    expect(await readHeadBranch(directory)).toBe('groundplan/über')
    for (const text of ['ref: refs/heads/.invalid\n', 'ref: refs/heads/a/../b\n', `${first}\n`, '']) {
      await writeFile(join(directory, 'HEAD'), text)
      expect(await readHeadBranch(directory)).toBeUndefined()
    }
  })
})
