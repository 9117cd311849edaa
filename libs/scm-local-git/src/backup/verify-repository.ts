import { createUpkeepGit } from '../tidy-repository.ts'

/**
 * Checks that all objects reachable from the refs of a bare repository exist; does not read their contents. Throws InputError for
 * a damaged repository. Changes nothing.
 */
export async function verifyRepository(directory: string): Promise<void> {
  const git = createUpkeepGit({ directory, subject: directory })
  await git.run('fsck', '--connectivity-only', '--no-dangling', '--no-progress')
}
