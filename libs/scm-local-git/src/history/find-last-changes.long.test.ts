import type { PathSelection } from '@groundplan/scm'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGit, type Git } from '../git.ts'
import { findLastChanges, historyLimits } from './find-last-changes.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

const names = ['a', 'b', 'a/a', 'a/b', 'b/a', 'a/b/a', 'a/b/b', 'c/a/b', 'a-b', 'a.b', 'c/ü', '*', 'c/\n']

/** What one commit does: its parents, counted back from it, and the files that it has of its own or takes away. */
const commit = fc.record({
  parents: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 4 }),
  isRoot: fc.boolean(),
  takesFrom: fc.nat({ max: 3 }),
  writes: fc.dictionary(fc.constantFrom(...names), fc.constantFrom('1', '2'), { maxKeys: 3 }),
  removes: fc.subarray(names, { maxLength: 2 }),
  date: fc.nat({ max: 20 }),
})

const selection: fc.Arbitrary<PathSelection> = fc.record({
  include: fc.subarray(['.', ...names, 'c', 'nowhere'], { minLength: 1 }),
  exclude: fc.subarray([...names, 'c'], { maxLength: 3 }),
})

/** Drawn histories have few roots and merges of every shape. */
const history = fc.array(commit, { minLength: 1, maxLength: 25 })

/** Writes the drawn commits through `git fast-import` and returns the newest. */
async function writeHistory(git: Git, commits: readonly CommitPlan[]): Promise<string> {
  const trees: ReadonlyMap<string, string>[] = []
  const lines: string[] = []
  for (const [index, each] of commits.entries()) {
    const { isRoot, parents, takesFrom, writes, removes, date } = each
    const isFirst = index === 0 || (isRoot && index < 3)
    const drawn = [...new Set(parents.map((back) => Math.max(0, index - 1 - back)))]
    const own = isFirst ? [] : drawn.length === 0 ? [index - 1] : drawn
    // A merge may take the files of any parent, and others, as people do who resolve conflicts.
    const tree = new Map(trees[own[takesFrom % Math.max(1, own.length)] ?? -1])
    for (const name of removes) tree.delete(name)
    for (const [name, text] of Object.entries(writes)) {
      for (const other of tree.keys())
        if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) tree.delete(other)
      tree.set(name, text)
    }
    trees.push(tree)
    const when = `a <a@b> ${1_700_000_000 + index * 5 - date} +0000`
    lines.push(
      `commit refs/heads/main`,
      `mark :${index + 1}`,
      `author ${when}`,
      `committer ${when}`,
      'data 1',
      'x',
    )
    for (const [place, parent] of own.entries())
      lines.push(`${place === 0 ? 'from' : 'merge'} :${parent + 1}`)
    if (own.length === 0) lines.push('from 0000000000000000000000000000000000000000')
    lines.push('deleteall')
    for (const [name, text] of tree) lines.push(`M 100644 inline ${JSON.stringify(name)}`, 'data 1', text)
  }
  await git.feed(`${lines.join('\n')}\n`, 'fast-import', '--quiet', '--force')
  return (await git.run('rev-parse', 'main')).trim()
}

type CommitPlan = typeof commit extends fc.Arbitrary<infer Plan> ? Plan : never

async function askGit(git: Git, head: string, { include, exclude }: PathSelection): Promise<string> {
  const paths = [
    ...include.map((path) => (path === '.' ? ':(top)' : `:(top,literal)${path}`)),
    ...exclude.map((path) => `:(top,exclude,literal)${path}`),
  ]
  return (await git.run('rev-list', '-1', head, '--', ...paths)).trim() || head
}

async function createRepository(): Promise<{ readonly repository: GitRepository; readonly git: Git }> {
  const repository = await GitRepository.create(await temporaryDirectory())
  return { repository, git: createGit({ directory: repository.directory, subject: 'it' }) }
}

describe('findLastChanges', () => {
  it('finds what git finds, in histories of every shape', async () => {
    const { git } = await createRepository()
    const steps = { ...historyLimits, page: [3, 7], chunk: [1, 4] } as const
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(selection, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (commits, selections, isStepwise) => {
          const head = await writeHistory(git, commits)
          const expected = []
          for (const each of selections) expected.push(await askGit(git, head, each))
          const limits = isStepwise ? steps : historyLimits
          expect(await findLastChanges(git, head, selections, limits)).toEqual(expected)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('has no answer where history is longer than the limit', async () => {
    const { repository, git } = await createRepository()
    await repository.commit({ 'a/x': '1', 'b/x': '1' })
    await repository.commit({ 'b/x': '2' })
    const head = await repository.commit({ 'b/x': '3' })
    const selections = ['a', 'b'].map((path) => ({ include: [path], exclude: [] }))
    const limits = { ...historyLimits, commits: 1, chunk: [1, 1] } as const
    expect(await findLastChanges(git, head, selections, limits)).toEqual([undefined, head])
  })

  it('ends where a shallow clone ends, as git does', async () => {
    const { repository } = await createRepository()
    for (const text of ['1', '2', '3']) await repository.commit({ 'a/x': '1', 'b/x': text })
    const directory = await temporaryDirectory()
    await repository.git(
      'clone',
      '--quiet',
      '--bare',
      '--depth=2',
      `file://${repository.directory}`,
      directory,
    )
    const git = createGit({ directory, isRepository: true, subject: 'it' })
    const head = (await git.run('rev-parse', 'main')).trim()
    const selections = ['a', 'b', 'c'].map((path) => ({ include: [path], exclude: [] }))
    const expected = []
    for (const each of selections) expected.push(await askGit(git, head, each))
    expect(await findLastChanges(git, head, selections)).toEqual(expected)
    expect(expected[0]).toBe((await git.run('rev-parse', 'main~1')).trim())
  })

  it('counts a submodule that moves, whatever .gitmodules says of it', async () => {
    const { repository, git } = await createRepository()
    await repository.commit({ '.gitmodules': '[submodule "m"]\n\tpath = m\n\turl = x\n\tignore = all\n' })
    const link = async (digit: string) => {
      await repository.git('update-index', '--add', '--cacheinfo', `160000,${digit.repeat(40)},m`)
      await repository.git('commit', '--quiet', '--message', 'move')
    }
    await link('1')
    await link('2')
    const moved = (await git.run('rev-parse', 'HEAD')).trim()
    await repository.git('commit', '--quiet', '--allow-empty', '--message', 'nothing')
    const head = (await git.run('rev-parse', 'HEAD')).trim()
    expect(await findLastChanges(git, head, [{ include: ['m'], exclude: [] }])).toEqual([moved])
  })
})
