import { createUpkeepGit } from '../tidy-repository.ts'

/** Writes all refs and objects of a bare repository to one file and verifies it. Throws PlatformError. */
export async function bundleRepository(directory: string, file: string): Promise<void> {
  const git = createUpkeepGit({ directory, subject: directory })
  await git.run('bundle', 'create', '--quiet', file, '--all')
  await git.run('bundle', 'verify', '--quiet', file)
}
