import { CancelledError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import { isolateGit } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import type { HostedRepository, RepositoryName } from '../repository-directory.ts'
import type { RepositoryTrait } from './scm-test-host.ts'
import type { UseRepositories } from './repository-test-setting.ts'

/** What a RepositoryDirectory promises. */
export function testRepositories(use: UseRepositories): void {
  isolateGit()
  const list = async (owner: string): Promise<readonly HostedRepository[]> => {
    const found: HostedRepository[] = []
    for await (const page of use().repositories.listRepositories(owner)) found.push(...page)
    return found
  }
  const namesOf = (repositories: readonly RepositoryName[]) => repositories.map(({ name }) => name).toSorted()

  describe('repositories', () => {
    it('lists each of an owner’s repositories once, in pages as long as the host allows', async () => {
      const { people } = use()
      const owner = use().newOwner()
      const names = Array.from({ length: 103 }, (_, index) => `module-${String(index).padStart(3, '0')}`)
      for (const name of names) await people.createRepository({ owner, name })
      await people.createRepository({ owner: use().newOwner(), name: 'of-others' })
      const pages: number[] = []
      for await (const page of use().repositories.listRepositories(owner)) pages.push(page.length)
      const { pageLength = 100 } = use().host
      expect(pages.every((length) => length <= pageLength)).toBe(true)
      expect(pages).toHaveLength(Math.ceil(names.length / pageLength))
      expect(namesOf(await list(owner))).toEqual(names)
    })

    it('tells the same of a repository in the listing and alone', async () => {
      const repository = await use().createRepository({ description: 'Größe "x" <b>' })
      const [listed] = await list(repository.owner)
      const alone = await use().repositories.getRepository(repository)
      const { silentAbout = [] } = use().host
      expect(alone).toMatchObject({ name: 'network', defaultBranch: 'main', archived: false, fork: false })
      const pushed = silentAbout.includes('change-token') ? { changeToken: listed?.changeToken } : {}
      const branch = silentAbout.includes('default-branch') ? { defaultBranch: undefined } : {}
      expect(listed).toEqual({ ...alone, ...pushed, ...branch })
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
      const found = await use().repositories.getRepository(repository)
      if (silent) expect(found).not.toMatchObject(told)
      else expect(found).toMatchObject(told)
    })

    it('tells topics, or none where the host has none', async () => {
      const silent = use().host.silentAbout?.includes('topics') === true
      const repository = await use().createRepository({ topics: ['terraform', 'aws'] })
      const { topics } = await use().repositories.getRepository(repository)
      expect(topics.toSorted()).toEqual(silent ? [] : ['aws', 'terraform'])
    })

    it.each(['terraform-aws-vpc.v2', 'x_y', '0', 'a--b', 'tf.modules-1_2'])(
      'finds a repository named %s',
      async (name) => {
        const repository = await use().createRepository({ name })
        expect(await use().repositories.getRepository(repository)).toMatchObject({ name })
      },
    )

    it('gives an address without credentials, and credentials with which git reads it', async () => {
      const repository = await use().createRepository()
      const commit = await use().commit(repository, undefined)
      const { gitUrl } = await use().repositories.getRepository(repository)
      const credentials = await use().repositories.findGitCredentials()
      if (credentials !== undefined) expect(gitUrl).not.toContain('@')
      expect(await use().readHead(repository)).toBe(commit)
    })

    it('knows a default branch that is not called main', async () => {
      const repository = await use().createRepository({ defaultBranch: 'release/next' })
      const found = await use().repositories.getRepository(repository)
      expect(found).toMatchObject({ defaultBranch: 'release/next' })
    })

    it('lists an empty repository', async () => {
      const repository = await use().createRepository({ files: undefined })
      expect(namesOf(await list(repository.owner))).toEqual(['network'])
    })
  })

  describe('change tokens', () => {
    const minutes = 60_000
    it('stay as long as nobody pushes, and change with every push', async ({ skip }) => {
      const { passTime, silentAbout } = use().host
      skip(silentAbout?.includes('change-token') === true, 'the host has no change tokens')
      if (passTime === undefined) return skip('time cannot be moved here')
      const repository = await use().createRepository()
      passTime(5 * minutes)
      const token = async () => (await use().repositories.getRepository(repository)).changeToken
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
      const { silentAbout } = use().host
      skip(silentAbout?.includes('change-token') === true, 'the host has no change tokens')
      const repository = await use().createRepository()
      const before = (await use().repositories.getRepository(repository)).changeToken
      await use().commit(repository, undefined)
      const after = (await use().repositories.getRepository(repository)).changeToken
      if (before !== undefined) expect(after).not.toBe(before)
    })
  })

  describe('repositories that are not there any more, or not for us', () => {
    const refusal = (error: unknown) => error instanceof NotFoundError || error instanceof NotAllowedError

    it('are not found', async () => {
      const unknown = { owner: (await use().createRepository()).owner, name: 'unknown' }
      await expect(use().repositories.getRepository(unknown)).rejects.toBeInstanceOf(NotFoundError)
    })

    it('an owner who is not there has no listing', async () => {
      await expect(list('nobody-at-all')).rejects.toBeInstanceOf(NotFoundError)
    })

    it('a deleted one is not found', async () => {
      const repository = await use().createRepository()
      await use().people.deleteRepository(repository.owner, repository.name)
      await expect(use().repositories.getRepository(repository)).rejects.toBeInstanceOf(NotFoundError)
    })

    it('a renamed one keeps its id, and its old name leads to it or nowhere', async ({ skip }) => {
      const { people } = use()
      if (people.renameRepository === undefined) return skip('repositories cannot be renamed here')
      const repository = await use().createRepository()
      const { id } = await use().repositories.getRepository(repository)
      await people.renameRepository(repository.owner, repository.name, 'renamed')
      const renamed = { owner: repository.owner, name: 'renamed' }
      expect(await use().repositories.getRepository(renamed)).toMatchObject({ id, name: 'renamed' })
      expect(await list(repository.owner)).toMatchObject([{ id, name: 'renamed' }])
      const old = await use()
        .repositories.getRepository(repository)
        .catch((error: unknown) => error)
      if (!(old instanceof NotFoundError)) expect(old).toMatchObject({ id, name: 'renamed' })
    })

    it('a hidden one is refused and not listed, and the others are', async ({ skip }) => {
      const { people } = use()
      if (people.setAccess === undefined) return skip('everything is visible here')
      const hidden = await use().createRepository()
      const other = await use().createRepository({ owner: hidden.owner, name: 'other' })
      people.setAccess(hidden.owner, hidden.name, 'none')
      expect(await use().repositories.getRepository(hidden).catch(refusal)).toBe(true)
      expect(namesOf(await list(hidden.owner))).toEqual(['other'])
      expect(await use().repositories.getRepository(other)).toMatchObject(other)
    })

    it('a token that is refused is said to be so, and works again once it is accepted', async ({ skip }) => {
      const { people } = use()
      if (people.revokeToken === undefined) return skip('there are no tokens here')
      const repository = await use().createRepository()
      people.revokeToken()
      try {
        await expect(list(repository.owner)).rejects.toBeInstanceOf(NotAllowedError)
        await expect(use().repositories.getRepository(repository)).rejects.toBeInstanceOf(NotAllowedError)
      } finally {
        people.restoreToken?.()
      }
      expect(await use().repositories.getRepository(repository)).toMatchObject(repository)
    })
  })

  it('a listing stops when it is told to', async () => {
    const { owner } = await use().createRepository()
    const stopped = use().repositories.listRepositories(owner, AbortSignal.abort())
    const first = stopped[Symbol.asyncIterator]().next()
    await expect(first).rejects.toBeInstanceOf(CancelledError)
  })
}
