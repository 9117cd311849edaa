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
    const [before, after] = await Promise.all([directory, restored].map(LocalGitReviewRepository.find))
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
  it('accepts a whole repository and refuses one that lacks an object', async () => {
    const directory = await createUsed()
    await verifyRepository(directory)
    const blob = (await runGit(directory, ['--git-dir=.', 'rev-parse', 'groundplan/b:b.yaml'])).trim()
    await rm(join(directory, 'objects', blob.slice(0, 2), blob.slice(2)))
    await expect(verifyRepository(directory)).rejects.toMatchObject({
      code: 'input-invalid',
      message: `The git repository ${directory} is damaged.`,
    })
  })
})
