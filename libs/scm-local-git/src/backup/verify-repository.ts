import { createUpkeepGit } from '../tidy-repository.ts'

/**
 * Makes sure that every object that the refs of a bare repository lead to is there; contents are not read. Throws InputError for a
 * damaged repository. Changes nothing.
 */
export async function verifyRepository(directory: string): Promise<void> {
  const git = createUpkeepGit({ directory, subject: directory })
  await git.run('fsck', '--connectivity-only', '--no-dangling', '--no-progress')
}
