import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { LocalGitReviewRepository } from '../local-git-review-repository.ts'
import { bundleRepository } from './bundle-repository.ts'
import { unbundleRepository } from './unbundle-repository.ts'
import { verifyRepository } from './verify-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

/** A blueprint repository with a file on main, a branch, and a ref that is no branch. */
async function createUsed(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'blueprints.git')
  const author = { name: 'Ada', email: 'ada@example.com' }
  const initialFiles = [{ kind: 'write', path: 'a.yaml', content: 'a: 1\n' }] as const
  await LocalGitReviewRepository.open({ directory, initialFiles, author })
  const person = await GitRepository.clone(directory, join(await temporaryDirectory(), 'clone'))
  await person.commit({ 'b.yaml': 'b: 2\n' })
  await person.git('push', '--quiet', 'origin', 'HEAD:refs/heads/groundplan/b', 'HEAD:refs/groundplan/kept')
  return directory
}

const refsOf = (directory: string) => runGit(directory, ['--git-dir=.', 'for-each-ref'])

describe('the backup of a repository', () => {
  it('brings back every ref, and the repository opens as before', async () => {
    const directory = await createUsed()
    const folder = await temporaryDirectory()
    await bundleRepository(directory, join(folder, 'all.bundle'))
    const restored = join(folder, 'restored.git')
    await unbundleRepository(join(folder, 'all.bundle'), restored)
    expect(await refsOf(restored)).toBe(await refsOf(directory))
    const [before, after] = await Promise.all(
      [directory, restored].map((directory) => LocalGitReviewRepository.find(directory)),
    )
    expect(await after?.readHead()).toEqual(await before?.readHead())
  })

  it('refuses a damaged file', async () => {
    const folder = await temporaryDirectory()
    await writeFile(join(folder, 'all.bundle'), '# v2 git bundle\n')
    await expect(
      unbundleRepository(join(folder, 'all.bundle'), join(folder, 'restored.git')),
    ).rejects.toThrow()
  })
})

describe('verifyRepository', () => {
  const objectOf = (directory: string, id: string) =>
    join(directory, 'objects', id.slice(0, 2), id.trim().slice(2))

  it.each([
    ['lacks an object', (directory: string, blob: string) => rm(objectOf(directory, blob))],
    [
      'has a commit that is no git object',
      async (directory: string, _blob: string, commit: string) => {
        await rm(objectOf(directory, commit))
        await writeFile(objectOf(directory, commit), 'garbage')
      },
    ],
    [
      'has a ref to an unknown commit',
      (directory: string) => writeFile(join(directory, 'refs/heads/lost'), `${'1'.repeat(40)}\n`),
    ],
    [
      'has a ref that is no commit id',
      (directory: string) => writeFile(join(directory, 'refs/heads/lost'), 'garbage\n'),
    ],
  ])('accepts a whole repository and refuses one that %s', async (_name, damage) => {
    const directory = await createUsed()
    await verifyRepository(directory)
    const parse = (name: string) => runGit(directory, ['--git-dir=.', 'rev-parse', name])
    const [blob, commit] = await Promise.all([parse('groundplan/b:b.yaml'), parse('groundplan/b')])
    await damage(directory, blob, commit)
    await expect(verifyRepository(directory)).rejects.toMatchObject({
      code: 'input-invalid',
      message: `The git repository ${directory} is damaged.`,
    })
  })
})
