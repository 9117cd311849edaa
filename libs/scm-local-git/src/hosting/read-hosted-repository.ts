import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { HostedRepository } from '@groundplan/scm'
import type { Git } from '../git.ts'
import type { RepositoryFolder } from './find-repository.ts'

/** What `git init` writes for a description. */
const unnamed = /^Unnamed repository;/

/** A folder as a host would list it. Nothing is written to it. */
export async function readHostedRepository(git: Git, folder: RepositoryFolder): Promise<HostedRepository> {
  const { owner, name, directory, gitDirectory } = folder
  const format = '--format=%(committerdate:unix) %(objectname) %(refname)'
  const refs = await git.run('for-each-ref', '--sort=refname', format, 'refs/heads', 'refs/tags')
  const description = (await readFile(join(gitDirectory, 'description'), 'utf8').catch(() => '')).trim()
  const pushed = Math.max(...refs.split('\n').map((row) => Number(row.split(' ')[0])))
  return {
    // Stays when the folder is renamed.
    id: String((await stat(gitDirectory)).ino),
    owner,
    name,
    description: description === '' || unnamed.test(description) ? undefined : description,
    webUrl: pathToFileURL(directory).href,
    gitUrl: directory,
    defaultBranch: await git.ask('symbolic-ref', '--quiet', '--short', 'HEAD'),
    archived: false,
    fork: false,
    topics: [],
    updatedAt: refs === '' ? undefined : new Date(pushed * 1000),
    changeToken: createHash('sha256').update(refs).digest('hex').slice(0, 32),
  }
}
