import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runGit } from '@groundplan/testing'
import type { RepositoryDirectory, RepositoryName } from '../repository-directory.ts'

/** Newest commit of the default branch, as the real git reads it with the credentials that the directory gives. */
export async function readHead(
  repositories: RepositoryDirectory,
  repository: RepositoryName,
): Promise<string> {
  const { gitUrl } = await repositories.getRepository(repository)
  const credentials = await repositories.findGitCredentials()
  const { username = '', password = '', scheme } = credentials ?? {}
  const isBearer = scheme === 'bearer'
  const settings = isBearer ? ['-c', `http.extraHeader=Authorization: Bearer ${password}`] : []
  const address =
    credentials === undefined || isBearer
      ? gitUrl
      : Object.assign(new URL(gitUrl), { username, password }).href
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-contract-'))
  try {
    return (await runGit(directory, [...settings, 'ls-remote', address, 'HEAD'])).split('\t')[0] ?? ''
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
