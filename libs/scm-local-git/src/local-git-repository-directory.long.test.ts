import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import { testRepositoryDirectory, type RepositoryTestPeople } from '@groundplan/scm/testing'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { writeCommit } from './fast-import.ts'
import { createGit } from './git.ts'
import { LocalGitRepositoryDirectory } from './local-git-repository-directory.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

testRepositoryDirectory('LocalGitRepositoryDirectory', async () => {
  const root = await temporaryDirectory()
  return {
    createHost: () => ({ repositories: new LocalGitRepositoryDirectory(root) }),
    people: peopleAt(root),
    silentAbout: ['archived', 'fork', 'language', 'topics'],
    close: async () => {},
  }
})

/** People who push to the folders. */
function peopleAt(root: string): RepositoryTestPeople {
  const folder = (owner: string, name: string) => join(root, owner, `${name}.git`)
  const commit: RepositoryTestPeople['commit'] = async (owner, name, { branch, files, by = 'ada' }) => {
    const git = createGit({ directory: folder(owner, name), isRepository: true, subject: name })
    const base = (await git.run('symbolic-ref', '--short', 'HEAD')).trim()
    const tip = (of: string) => git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${of}`)
    const ref = `refs/heads/${branch ?? base}`
    return writeCommit(git, {
      ref,
      parent: (await tip(branch ?? base)) ?? (await tip(base)),
      changes: Object.entries(files).map(([path, content]) =>
        content === null ? { kind: 'delete', path } : { kind: 'write', path, content },
      ),
      message: 'change\n',
      author: { name: by, email: `${by}@example.com` },
      date: new Date(),
    })
  }
  return {
    async createRepository({ owner, name, files, description, defaultBranch = 'main' }) {
      const directory = folder(owner, name)
      await mkdir(directory, { recursive: true })
      await runGit(directory, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`])
      if (description !== undefined) await writeFile(join(directory, 'description'), description)
      return files === undefined ? '' : commit(owner, name, { files })
    },
    commit,
    async renameRepository(owner, name, newName) {
      await rename(folder(owner, name), folder(owner, newName))
    },
    async deleteRepository(owner, name) {
      await rm(folder(owner, name), { recursive: true })
    },
  }
}

describe('a folder of repositories', () => {
  it('may hold repositories with a work tree and bare ones, directly or in the folders of owners', async () => {
    const root = await temporaryDirectory()
    await (await GitRepository.create(join(root, 'infra'))).commit({ 'main.tf': '' })
    await (await GitRepository.create(join(root, 'team/sub/net'))).commit({ 'main.tf': '' })
    await mkdir(join(root, 'team/notes'))
    await runGit(root, ['init', '--quiet', '--bare', 'team/empty.git'])
    const directory = new LocalGitRepositoryDirectory(root)
    const names = async (owner: string) => {
      const found: string[] = []
      for await (const page of directory.listRepositories(owner)) found.push(...page.map(({ name }) => name))
      return found
    }
    expect(await names('.')).toEqual(['infra'])
    expect(await names('team')).toEqual(['empty'])
    expect(await names('team/sub')).toEqual(['net'])
    expect(await directory.getRepository({ owner: 'team/sub', name: 'net' })).toMatchObject({
      gitUrl: join(root, 'team/sub/net'),
      defaultBranch: 'main',
    })
  })

  it.each([
    ['..', 'x'],
    ['../x', 'y'],
    ['.', '..'],
    ['.', 'inside/../../x'],
    ['a', ''],
    ['', 'a'],
  ])('is never left: %j, %j', async (owner, name) => {
    const outside = await temporaryDirectory()
    await GitRepository.create(join(outside, 'x/y'))
    await GitRepository.create(join(outside, 'x'))
    await mkdir(join(outside, 'root'))
    const directory = new LocalGitRepositoryDirectory(join(outside, 'root'))
    await expect(directory.getRepository({ owner, name })).rejects.toThrow(NotFoundError)
  })
})
