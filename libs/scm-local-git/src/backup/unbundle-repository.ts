import { mkdir } from 'node:fs/promises'
import { createGit } from '../git.ts'
import { defaultBranch } from '../local-git-review-repository.ts'
import { createUpkeepGit } from '../tidy-repository.ts'
import { verifyRepository } from './verify-repository.ts'

/**
 * Creates a bare repository with all refs from a file written by {@link bundleRepository}. Throws ConflictError if the directory
 * exists, InputError if the file is damaged. If interrupted, leaves an incomplete repository.
 */
export async function unbundleRepository(file: string, directory: string): Promise<void> {
  await mkdir(directory)
  const start = createGit({ directory, subject: directory })
  await start.run('init', '--quiet', '--bare', '--template=', '--', directory)
  const git = createUpkeepGit({ directory, subject: directory })
  const printed = await git.run('bundle', 'unbundle', file)
  const refs = printed.split('\n').flatMap((line) => {
    const [commit, ref] = line.split(' ')
    return ref?.startsWith('refs/') === true ? [`create ${ref} ${commit}\n`] : []
  })
  await git.feed(refs.join(''), 'update-ref', '--stdin')
  await git.run('symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`)
  await verifyRepository(directory)
}
