import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CancelledError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import { isolateGit, runGit } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import type { HostedRepository, RepositoryName } from '../hosted-repository.ts'
import type { RepositoryTrait } from './scm-test-host.ts'
import type { UseSetting } from './scm-test-setting.ts'

/** What a ScmProvider promises of repositories. */
export function testRepositories(use: UseSetting): void {
  isolateGit()
  const list = async (owner: string): Promise<readonly HostedRepository[]> => {
    const found: HostedRepository[] = []
    for await (const page of use().provider.listRepositories(owner)) found.push(...page)
    return found
  }
  const namesOf = (repositories: readonly RepositoryName[]) => repositories.map(({ name }) => name).toSorted()

  describe('repositories', () => {
    it('lists each of an owner’s repositories once, in pages of at most a hundred', async () => {
      const { people, provider, newOwner } = bound(use)
      const owner = newOwner()
      const names = Array.from({ length: 103 }, (_, index) => `module-${String(index).padStart(3, '0')}`)
      for (const name of names) await people.createRepository({ owner, name })
      await people.createRepository({ owner: newOwner(), name: 'of-others' })
      const pages: number[] = []
      for await (const page of provider.listRepositories(owner)) pages.push(page.length)
      expect(pages.every((length) => length <= 100)).toBe(true)
      expect(pages).toHaveLength(2)
      expect(namesOf(await list(owner))).toEqual(names)
    })

    it('tells the same of a repository in the listing and alone', async () => {
      const repository = await use().createRepository({ description: 'Größe "x" <b>' })
      const [listed] = await list(repository.owner)
      const alone = await use().provider.getRepository(repository)
      const isSilent = use().host.silentAbout?.includes('default-branch') === true
      expect(alone).toMatchObject({ name: 'network', defaultBranch: 'main', archived: false, fork: false })
      expect(listed).toEqual(isSilent ? { ...alone, defaultBranch: undefined } : alone)
      expect(listed?.id).not.toBe('')
      expect(listed?.updatedAt?.getTime()).not.toBeNaN()
    })

    it.each<[RepositoryTrait, object, object]>([
      ['archived', { archived: true }, { archived: true }],
      ['fork', { fork: true }, { fork: true }],
      ['language', { language: 'HCL' }, { language: 'hcl' }],
      ['description', { description: 'Größe "x" <b>' }, { description: 'Größe "x" <b>' }],
    ])('tells of the trait %s', async (trait, given, told) => {
      const silent = use().host.silentAbout?.includes(trait) === true
      const repository = await use().createRepository(given)
      const found = await use().provider.getRepository(repository)
      if (silent) expect(found).not.toMatchObject(told)
      else expect(found).toMatchObject(told)
    })

    it('tells topics, or none where the host has none', async () => {
      const { features, provider } = use()
      const repository = await use().createRepository({ topics: ['terraform', 'aws'] })
      const { topics } = await provider.getRepository(repository)
      expect(topics.toSorted()).toEqual(features.topics ? ['aws', 'terraform'] : [])
    })

    it.each(['terraform-aws-vpc.v2', 'x_y', '0', 'a--b', 'tf.modules-1_2'])(
      'finds a repository named %s',
      async (name) => {
        const repository = await use().createRepository({ name })
        expect(await use().provider.getRepository(repository)).toMatchObject({ name })
        expect(await use().provider.findHead(repository)).toMatch(/^[0-9a-f]{40}$/)
      },
    )

    it('gives an address without credentials, and credentials with which git reads it', async () => {
      const repository = await use().createRepository()
      const { gitUrl } = await use().provider.getRepository(repository)
      const credentials = await use().provider.findGitCredentials()
      if (credentials !== undefined) expect(gitUrl).not.toContain('@')
      const printed = await listRemote(gitUrl, credentials)
      expect(printed).toContain(await use().provider.findHead(repository))
    })

    it('follows the head of the default branch and of no other', async () => {
      const { owner, name } = await use().createRepository()
      const { provider } = use()
      const commit = await use().commit({ owner, name }, undefined)
      expect(await provider.findHead({ owner, name })).toBe(commit)
      await use().commit({ owner, name }, 'other/branch')
      expect(await provider.findHead({ owner, name })).toBe(commit)
    })

    it('knows a default branch that is not called main', async () => {
      const repository = await use().createRepository({ defaultBranch: 'release/next' })
      expect(await use().provider.getRepository(repository)).toMatchObject({ defaultBranch: 'release/next' })
      const commit = await use().commit(repository, 'release/next')
      expect(await use().provider.findHead(repository)).toBe(commit)
    })

    it('lists an empty repository, which has no head', async () => {
      const repository = await use().createRepository({ files: undefined })
      const { provider } = use()
      expect(namesOf(await list(repository.owner))).toEqual(['network'])
      expect(await provider.findHead(repository)).toBeUndefined()
      expect(await provider.listPullRequests(repository, { status: 'any' })).toEqual([])
    })
  })

  describe('change tokens', () => {
    const minutes = 60_000
    it('stay as long as nobody pushes, and change with every push', async ({ skip }) => {
      const { features, host, provider } = use()
      skip(!features.changeTokens, 'the host has no change tokens')
      const { passTime } = host
      if (passTime === undefined) return skip('time cannot be moved here')
      const repository = await use().createRepository()
      passTime(5 * minutes)
      const token = async () => (await provider.getRepository(repository)).changeToken
      const first = await token()
      expect(first).toBeDefined()
      passTime(5 * minutes)
      expect(await token()).toBe(first)
      expect((await list(repository.owner))[0]?.changeToken).toBe(first)
      await use().commit(repository, 'other')
      expect(await token()).not.toBe(first)
      passTime(5 * minutes)
      const second = await token()
      expect(second).toBeDefined()
      expect(second).not.toBe(first)
    })

    it('never hold for a push that comes within the same second', async ({ skip }) => {
      const { features, provider } = use()
      skip(!features.changeTokens, 'the host has no change tokens')
      const repository = await use().createRepository()
      const before = (await provider.getRepository(repository)).changeToken
      await use().commit(repository, undefined)
      const after = (await provider.getRepository(repository)).changeToken
      if (before !== undefined) expect(after).not.toBe(before)
    })
  })

  describe('repositories that are not there any more, or not for us', () => {
    const refusal = (error: unknown) => error instanceof NotFoundError || error instanceof NotAllowedError

    it('are not found', async () => {
      const { provider } = use()
      const unknown = { owner: (await use().createRepository()).owner, name: 'unknown' }
      await expect(provider.getRepository(unknown)).rejects.toBeInstanceOf(NotFoundError)
      await expect(provider.findHead(unknown)).rejects.toBeInstanceOf(NotFoundError)
      await expect(provider.listPullRequests(unknown, { status: 'open' })).rejects.toBeInstanceOf(
        NotFoundError,
      )
      await expect(provider.openPullRequest(unknown, use().request({}))).rejects.toBeInstanceOf(NotFoundError)
    })

    it('an owner who is not there has no listing', async () => {
      await expect(list('nobody-at-all')).rejects.toBeInstanceOf(NotFoundError)
    })

    it('a deleted one is not found', async () => {
      const repository = await use().createRepository()
      await use().people.deleteRepository(repository.owner, repository.name)
      await expect(use().provider.getRepository(repository)).rejects.toBeInstanceOf(NotFoundError)
      await expect(use().provider.findHead(repository)).rejects.toBeInstanceOf(NotFoundError)
    })

    it('a renamed one keeps its id, and its old name leads to it or nowhere', async ({ skip }) => {
      const { people, provider } = use()
      if (people.renameRepository === undefined) return skip('repositories cannot be renamed here')
      const repository = await use().createRepository()
      const { id } = await provider.getRepository(repository)
      await people.renameRepository(repository.owner, repository.name, 'renamed')
      const renamed = { owner: repository.owner, name: 'renamed' }
      expect(await provider.getRepository(renamed)).toMatchObject({ id, name: 'renamed' })
      expect(await list(repository.owner)).toMatchObject([{ id, name: 'renamed' }])
      const old = await provider.getRepository(repository).catch((error: unknown) => error)
      if (!(old instanceof NotFoundError)) expect(old).toMatchObject({ id, name: 'renamed' })
    })

    it('a hidden one is refused and not listed, and the others are', async ({ skip }) => {
      const { people, provider } = use()
      if (people.setAccess === undefined) return skip('everything is visible here')
      const hidden = await use().createRepository()
      const other = await use().createRepository({ owner: hidden.owner, name: 'other' })
      people.setAccess(hidden.owner, hidden.name, 'none')
      expect(await provider.getRepository(hidden).catch(refusal)).toBe(true)
      expect(await provider.findHead(hidden).catch(refusal)).toBe(true)
      expect(namesOf(await list(hidden.owner))).toEqual(['other'])
      expect(await provider.findHead(other)).toBeDefined()
    })

    it('one that may only be read refuses changes', async ({ skip }) => {
      const { people, provider } = use()
      if (people.setAccess === undefined) return skip('everything may be changed here')
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      people.setAccess(repository.owner, repository.name, 'read')
      expect(await provider.findHead(repository)).toBeDefined()
      const update = provider.updatePullRequest(repository, number, { title: 'Other' })
      expect(await update.catch(refusal)).toBe(true)
      expect(use().seen(repository)).toMatchObject([{ title: 'Add network' }])
    })

    it('a token that is refused is said to be so, and works again once it is accepted', async ({ skip }) => {
      const { people, provider } = use()
      if (people.revokeToken === undefined) return skip('there are no tokens here')
      const repository = await use().createRepository()
      people.revokeToken()
      try {
        await expect(list(repository.owner)).rejects.toBeInstanceOf(NotAllowedError)
        await expect(provider.getRepository(repository)).rejects.toBeInstanceOf(NotAllowedError)
        await expect(use().open(repository)).rejects.toBeInstanceOf(NotAllowedError)
      } finally {
        people.restoreToken?.()
      }
      expect(await provider.getRepository(repository)).toMatchObject(repository)
    })
  })

  it('a listing stops when it is told to', async () => {
    const { owner } = await use().createRepository()
    const stopped = use().provider.listRepositories(owner, AbortSignal.abort())
    const first = stopped[Symbol.asyncIterator]().next()
    await expect(first).rejects.toBeInstanceOf(CancelledError)
  })
}

function bound(use: UseSetting) {
  const setting = use()
  return { people: setting.people, provider: setting.provider, newOwner: () => setting.newOwner() }
}

/** Runs the real git, with the credentials as its helper would give them. */
async function listRemote(
  address: string,
  credentials: { readonly username: string; readonly password: string } | undefined,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-contract-'))
  try {
    if (credentials === undefined) return await runGit(directory, ['ls-remote', address])
    const url = Object.assign(new URL(address), credentials)
    return await runGit(directory, ['ls-remote', url.href])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
