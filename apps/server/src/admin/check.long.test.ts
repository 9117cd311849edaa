import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { openDatabase, PostgresProposalStore } from '@groundplan/database'
import { addProposal, newProposal } from '@groundplan/proposal/testing'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ServerConfig } from '../config.ts'
import { startServer } from '../start-server.ts'
import { check } from './check.ts'
import { defaultScope } from '../default-scope.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const configOf = (home: string): ServerConfig => ({
  ...{ home, databaseUrl: undefined, host: 'localhost', port: 0, allowedHosts: [] },
})
const repositoryOf = (home: string) => join(home, 'blueprint-repository.git')
const blueprint = 'spec_version: 2\ndescription: One.\ngrains: {}\n'

async function clone(home: string): Promise<GitRepository> {
  return GitRepository.clone(repositoryOf(home), join(await temporaryDirectory(), 'clone'))
}

/** A home whose catalog has one blueprint, with an open proposal for another. */
let template: string
beforeAll(async () => {
  template = join(await temporaryDirectory(), 'home')
  const server = await startServer(configOf(template))
  const person = await clone(template)
  await person.commit({ 'blueprints/network.yaml': blueprint })
  await person.git('push', '--quiet', 'origin', 'main')
  const { catalog } = createNodeApiClient(server.url)
  const waiting = { timeout: 90_000, interval: 100 }
  await vi.waitFor(async () => expect((await catalog.list.query()).items).toHaveLength(1), waiting)
  await server.close()
  const generatedCommit = await person.commit({ 'blueprints/queue.yaml': blueprint })
  await person.git('push', '--quiet', 'origin', 'HEAD:refs/heads/groundplan/queue')
  const database = await openDatabase({ kind: 'embedded', directory: join(template, 'database') })
  const proposal = { ...newProposal(), blueprint: 'queue', branch: 'groundplan/queue', generatedCommit }
  await addProposal(new PostgresProposalStore(database, defaultScope), proposal)
  await database.destroy()
})

async function createUsedHome(): Promise<string> {
  const home = join(await temporaryDirectory(), 'home')
  await cp(template, home, { recursive: true })
  return home
}

async function findRules(home: string): Promise<readonly string[]> {
  const { findings } = await check(configOf(home))
  return findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`)
}

const long = { timeout: 120_000 }

describe('check', () => {
  it('finds nothing in a home whose repository and database match', long, async () => {
    expect(await findRules(await createUsedHome())).toEqual([])
  })

  it('reports the missing branch of an open proposal', long, async () => {
    const home = await createUsedHome()
    await runGit(repositoryOf(home), ['--git-dir=.', 'update-ref', '-d', 'refs/heads/groundplan/queue'])
    expect(await findRules(home)).toEqual(['error branch-missing proposal 1'])
  })

  it('warns of a file that was removed since the server stopped', long, async () => {
    const home = await createUsedHome()
    const person = await clone(home)
    await person.commit({ 'blueprints/network.yaml': null, 'blueprints/topic.yaml': blueprint })
    await person.git('push', '--quiet', 'origin', 'main')
    expect(await findRules(home)).toEqual(['warning file-missing network', 'warning file-unknown topic'])
  })

  it('reports a rewritten history and the approved content that it lost', long, async () => {
    const home = await createUsedHome()
    const main = ['--git-dir=.', 'update-ref', 'refs/heads/main', 'refs/heads/main~1']
    await runGit(repositoryOf(home), main)
    expect(await findRules(home)).toEqual([
      'error repository-rewritten blueprint repository',
      'error approved-content-lost network',
    ])
  })

  it('reports a missing, a foreign and a damaged repository, and creates none', long, async () => {
    const home = await createUsedHome()
    await rename(repositoryOf(home), join(home, 'aside.git'))
    expect(await findRules(home)).toEqual(['error repository-missing blueprint repository'])

    const other = await GitRepository.create(await temporaryDirectory())
    await other.commit({ 'README.md': 'Another one.\n' })
    await runGit(home, ['clone', '--quiet', '--bare', other.directory, repositoryOf(home)])
    expect(await findRules(home)).toContain('error repository-foreign blueprint repository')

    await rm(repositoryOf(home), { recursive: true })
    await rename(join(home, 'aside.git'), repositoryOf(home))
    const tree = await runGit(repositoryOf(home), ['--git-dir=.', 'rev-parse', 'main:blueprints'])
    await rm(join(repositoryOf(home), 'objects', tree.slice(0, 2), tree.trim().slice(2)))
    expect(await findRules(home)).toEqual(['error repository-unreadable blueprint repository'])
  })

  it('reports a missing and a damaged database', long, async () => {
    const home = await createUsedHome()
    await rm(join(home, 'database/PG_VERSION'))
    expect(await findRules(home)).toEqual(['error database-unreadable database'])
    await rm(join(home, 'database'), { recursive: true })
    expect(await findRules(home)).toEqual(['error database-missing database'])
  })

  it('refuses a home that does not exist, and one whose server runs', long, async () => {
    const none = join(await temporaryDirectory(), 'none')
    await expect(check(configOf(none))).rejects.toMatchObject({ code: 'not-found' })
    const home = await createUsedHome()
    const server = await startServer(configOf(home))
    await expect(check(configOf(home))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`already running at ${server.url}`),
    })
    await server.close()
  })
})
