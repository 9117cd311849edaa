import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSampleEstate } from './create-sample-estate.ts'
import type { SampleEstate } from './create-sample-estate.ts'
import { runGit } from './run-git.ts'
import { sampleEstateFacts } from './sample-estate-facts.ts'

let directory: string
let estate: SampleEstate

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sample-estate-'))
  estate = await createSampleEstate({ directory })
})

afterAll(() => rm(directory, { recursive: true, force: true }))

describe('createSampleEstate', () => {
  it('makes every repository with the recorded commits', () => {
    expect(
      estate.repositories.map(({ name, headCommit, created }) => ({ name, headCommit, created })),
    ).toEqual(
      sampleEstateFacts.repositories.map(({ name, headCommit }) => ({ name, headCommit, created: true })),
    )
  })

  it('makes repositories in which git finds no fault', async () => {
    for (const repository of estate.repositories) {
      expect(await git(repository.directory, 'fsck', '--strict', '--no-dangling', '--no-progress')).toBe('')
    }
  })

  it('makes the tags and one branch, main', async () => {
    for (const [index, facts] of sampleEstateFacts.repositories.entries()) {
      const repository = estate.repositories[index]!.directory
      expect((await git(repository, 'tag', '--list')).split('\n').sort()).toEqual(facts.tags)
      expect(await git(repository, 'for-each-ref', '--format=%(refname)', 'refs/heads')).toBe(
        'refs/heads/main',
      )
      expect(await git(repository, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main')
    }
  })

  it('keeps the CRLF line ends of the one module that has them', async () => {
    const variables = await git(
      directoryOf('platform-modules'),
      'show',
      'main:modules/sns-topic/variables.tf',
    )
    expect(
      variables
        .split('\n')
        .slice(0, -1)
        .every((line) => line.endsWith('\r')),
    ).toBe(true)
  })

  it('leaves repositories alone that are already there', async () => {
    const again = await createSampleEstate({ directory })
    expect(again.repositories).toEqual(
      estate.repositories.map((repository) => ({ ...repository, created: false })),
    )
  })

  it('keeps commits that were pushed on top', async () => {
    const repository = directoryOf('app-environments')
    const pushed = await commitOnTop(repository)
    const again = await createSampleEstate({ directory })
    expect(again.repositories.find(({ name }) => name === 'app-environments')).toEqual({
      name: 'app-environments',
      directory: repository,
      headCommit: pushed,
      created: false,
    })
  })

  it('refuses a repository of the same name with another history', async () => {
    const other = await mkdtemp(join(directory, 'other-'))
    const impostor = join(other, 'platform-modules.git')
    await runGit(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', impostor])
    await commitOnTop(impostor)
    await expect(createSampleEstate({ directory: other })).rejects.toThrow(
      'is not the sample repository platform-modules',
    )
  })

  it('may be called twice at once', async () => {
    const both = await mkdtemp(join(directory, 'both-'))
    const [one, two] = await Promise.all([
      createSampleEstate({ directory: both }),
      createSampleEstate({ directory: both }),
    ])
    for (const [index, repository] of one.repositories.entries()) {
      expect([repository.created, two.repositories[index]!.created].sort()).toEqual([false, true])
    }
  })
})

function git(repository: string, ...args: string[]): Promise<string> {
  return runGit([`--git-dir=${repository}`, ...args])
}

function directoryOf(name: string): string {
  return estate.repositories.find((repository) => repository.name === name)!.directory
}

/** Adds an empty commit to `main`, as a push would. */
async function commitOnTop(repository: string): Promise<string> {
  const env = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@northbank.example',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@northbank.example',
  }
  const tree = await runGit([`--git-dir=${repository}`, 'hash-object', '-t', 'tree', '-w', '/dev/null'])
  const main = await git(repository, 'for-each-ref', '--format=%(objectname)', 'refs/heads/main')
  const parent = main === '' ? [] : ['-p', main]
  const commit = await runGit([`--git-dir=${repository}`, 'commit-tree', tree, ...parent, '-m', 'pushed'], {
    env,
  })
  await git(repository, 'update-ref', 'refs/heads/main', commit)
  return commit
}
