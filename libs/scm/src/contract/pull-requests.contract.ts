// Over 300 lines: what every host promises about pull requests, as one suite.
import { setTimeout as pause } from 'node:timers/promises'
import { ConflictError, InputError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import type { RepositoryName } from '../repository-directory.ts'
import { oddText, type UseSetting } from './scm-test-setting.ts'

/** What a PullRequestHost promises of opening, finding and changing pull requests. */
export function testPullRequests(use: UseSetting): void {
  const find = async (repository: RepositoryName, branch?: string, status: 'open' | 'any' = 'open') =>
    (await use().pullRequests.listPullRequests(repository, { status, branch })).map(({ number }) => number)

  describe('opening pull requests', () => {
    it('opens one that everybody sees', async () => {
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const opened = await use().pullRequests.openPullRequest(repository, use().request({}))
      expect(opened).toMatchObject({
        title: 'Add network',
        body: 'A body.',
        branch: 'groundplan/network',
        base: 'main',
        state: { status: 'open', draft: false },
        labels: [],
        reviewers: [],
      })
      expect(opened.url).toMatch(/^https?:\/\//)
      expect(commit.startsWith(opened.commit.slice(0, 12))).toBe(true)
      expect(await use().pullRequests.getPullRequest(repository, opened.number)).toEqual(opened)
      expect(use().seen(repository)).toMatchObject([
        { number: opened.number, title: 'Add network', body: 'A body.' },
      ])
    })

    it('keeps every character of title and body', async () => {
      const repository = await use().createRepository()
      const title = 'Größe "x" <b> & `code` \\ %41 ${x} 🏗️ #1'
      const { number } = await use().open(repository, { title, body: oddText })
      expect(await use().pullRequests.getPullRequest(repository, number)).toMatchObject({
        title,
        body: oddText,
      })
      const body = `${oddText}\n${oddText}`
      expect(await use().pullRequests.updatePullRequest(repository, number, { body })).toMatchObject({
        title,
        body,
      })
    })

    it('keeps an empty body', async () => {
      const repository = await use().createRepository()
      expect(await use().open(repository, { body: '' })).toMatchObject({ body: '' })
    })

    it.each(['x', 'é', '🏗'])(
      'takes bodies of full length (%s), and refuses longer ones',
      async (character) => {
        const { features } = use().pullRequests
        const repository = await use().createRepository()
        const body = character.repeat(features.maximumBodyLength / character.length)
        const { number } = await use().open(repository, { body })
        // Not compared by `toBe`: nobody wants to read that difference.
        expect((await use().pullRequests.getPullRequest(repository, number)).body === body).toBe(true)
        const longer = { body: body.repeat(5) }
        const refused = [
          use().pullRequests.updatePullRequest(repository, number, longer),
          use().open(repository, longer),
        ]
        const results = await Promise.allSettled(refused)
        expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
        for (const result of results) expect(result).toMatchObject({ reason: expect.any(InputError) })
        expect(use().seen(repository)).toHaveLength(1)
      },
    )

    it('refuses a second one from the same branch while one is open', async () => {
      const repository = await use().createRepository()
      const first = await use().open(repository, { branch: 'groundplan/network' })
      const second = use().pullRequests.openPullRequest(repository, use().request({ title: 'Again' }))
      await expect(second).rejects.toBeInstanceOf(ConflictError)
      expect(use().seen(repository)).toMatchObject([{ number: first.number, title: 'Add network' }])
      await use().pullRequests.closePullRequest(repository, first.number)
      const third = await use().pullRequests.openPullRequest(repository, use().request({ title: 'Again' }))
      expect(third.number).not.toBe(first.number)
    })

    it('lets only one of many succeed who ask at once', async ({ skip }) => {
      skip(use().host.uniquePullRequests === false, 'the host does not refuse a second one itself')
      const repository = await use().createRepository()
      await use().commit(repository, 'groundplan/network')
      const requests = Array.from({ length: 5 }, async (_, index) =>
        use().pullRequests.openPullRequest(repository, use().request({ title: `Number ${index}` })),
      )
      const results = await Promise.allSettled(requests)
      const refused = results.filter((result) => result.status === 'rejected')
      expect(refused).toHaveLength(4)
      expect(refused.every(({ reason }) => reason instanceof ConflictError)).toBe(true)
      expect(use().seen(repository)).toHaveLength(1)
    })

    it('refuses a branch that is not there', async () => {
      const repository = await use().createRepository()
      const request = use().pullRequests.openPullRequest(
        repository,
        use().request({ branch: 'groundplan/none' }),
      )
      const error: unknown = await request.catch((thrown: unknown) => thrown)
      expect([InputError, NotFoundError, ConflictError].some((family) => error instanceof family)).toBe(true)
    })
  })

  describe('finding pull requests', () => {
    it('finds those of one branch, and the closed ones too if asked', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const branch = 'groundplan/modules/vpc.v1'
      const closed = await use().open(repository, { branch })
      await use().pullRequests.closePullRequest(repository, closed.number)
      const merged = await use().open(repository, { branch })
      await people.merge(owner, name, merged.number)
      const open = await use().open(repository, { branch })
      const other = await use().open(repository, { branch: 'groundplan/modules/vpc' })
      expect(await find(repository, branch)).toEqual([open.number])
      expect(await find(repository, branch, 'any')).toEqual([open.number, merged.number, closed.number])
      expect(await find(repository)).toEqual([other.number, open.number])
      expect(await find(repository, 'groundplan/none', 'any')).toEqual([])
    })

    it('finds those that changed since a time, whenever they were opened', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const merged = await use().open(repository)
      const quiet = await use().open(repository)
      const closed = await use().open(repository)
      // Some hosts tell times in seconds only.
      await pause(2100)
      await people.merge(owner, name, merged.number)
      await people.decline(owner, name, closed.number)
      const added = await use().open(repository)
      const updatedSince = new Date(quiet.updatedAt.getTime() + 1100)
      const filter = { status: 'any', updatedSince } as const
      const found = await use().pullRequests.listPullRequests(repository, filter)
      expect(found.map(({ number }) => number)).toEqual(expect.arrayContaining([merged.number, added.number]))
      const reported = found.filter(({ updatedAt }) => updatedAt >= updatedSince).map(({ number }) => number)
      expect(reported).toEqual([added.number, closed.number, merged.number])
      const ofBranch = await use().pullRequests.listPullRequests(repository, {
        ...filter,
        branch: quiet.branch,
      })
      expect(ofBranch.filter(({ updatedAt }) => updatedAt >= updatedSince)).toEqual([])
      const later = { status: 'any', updatedSince: new Date(Date.now() + 3_600_000) } as const
      const none = await use().pullRequests.listPullRequests(repository, later)
      expect(none.filter(({ updatedAt }) => updatedAt >= later.updatedSince)).toEqual([])
    })

    it('finds all of more than a hundred, the newest first', async () => {
      const repository = await use().createRepository()
      const numbers: number[] = []
      for (let count = 0; count < 102; count += 1) numbers.push((await use().open(repository)).number)
      expect(await find(repository)).toEqual(numbers.toReversed())
    })

    it('does not find a number that is not there', async () => {
      const repository = await use().createRepository()
      const asked = [
        use().pullRequests.getPullRequest(repository, 999),
        use().pullRequests.updatePullRequest(repository, 999, { title: 'x' }),
        use().pullRequests.requestReviewers(repository, 999, ['ada']),
        use().pullRequests.closePullRequest(repository, 999),
        use().pullRequests.reopenPullRequest(repository, 999),
        use().pullRequests.mergePullRequest(repository, {
          number: 999,
          commit: 'a'.repeat(40),
          message: 'x',
        }),
        use().pullRequests.listComments(repository, 999),
        use().pullRequests.putComment(repository, 999, { key: 'x', body: 'x' }),
      ]
      for (const answer of await Promise.allSettled(asked)) {
        expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(NotFoundError) })
      }
    })
  })

  describe('changing pull requests', () => {
    it('changes what is asked for and nothing else', async () => {
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const retitled = await use().pullRequests.updatePullRequest(repository, number, { title: 'Other' })
      expect(retitled).toMatchObject({
        title: 'Other',
        body: 'A body.',
        state: { status: 'open', draft: false },
      })
      const rewritten = await use().pullRequests.updatePullRequest(repository, number, { body: 'Another.' })
      expect(rewritten).toMatchObject({ title: 'Other', body: 'Another.' })
      expect(await use().pullRequests.updatePullRequest(repository, number, {})).toMatchObject({
        body: 'Another.',
      })
      expect(use().seen(repository)).toMatchObject([{ title: 'Other', body: 'Another.' }])
    })

    it('shows the branch’s new tip after a push', async () => {
      const repository = await use().createRepository()
      const { number, branch } = await use().open(repository)
      const commit = await use().commit(repository, branch)
      const shown = await use().pullRequests.getPullRequest(repository, number)
      expect(commit.startsWith(shown.commit.slice(0, 12))).toBe(true)
    })

    it('adds and removes labels beside those of others, or has none', async () => {
      const { people, pullRequests } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const labels = async () =>
        (await use().pullRequests.getPullRequest(repository, number)).labels.toSorted()
      await use().pullRequests.updatePullRequest(repository, number, {
        addLabels: ['groundplan', 'größe: 1'],
      })
      if (!pullRequests.features.labels) {
        expect(await labels()).toEqual([])
        return
      }
      await people.label(repository.owner, repository.name, number, 'urgent')
      expect(await labels()).toEqual(['groundplan', 'größe: 1', 'urgent'])
      const update = { addLabels: ['groundplan'], removeLabels: ['größe: 1', 'not-there'] }
      await use().pullRequests.updatePullRequest(repository, number, update)
      expect(await labels()).toEqual(['groundplan', 'urgent'])
    })

    it('asks reviewers in addition to those who are asked, and names whom the host refuses', async () => {
      const { host, pullRequests } = use()
      const nameOf = host.nameOf ?? ((login) => login)
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const request = async (...names: readonly string[]) => {
        const refused = await pullRequests.requestReviewers(repository, number, names)
        const { reviewers } = await pullRequests.getPullRequest(repository, number)
        return { refused: refused.map(({ name }) => name), reviewers: reviewers.toSorted() }
      }
      expect(['ada', 'grace'].map((login) => pullRequests.features.canAsk(nameOf(login)))).toEqual([
        true,
        true,
      ])
      expect(pullRequests.features.canAsk('team/of/teams')).toBe(false)
      const [unknown, team] = ['nobody-of-that-name', '@acme/no-such-team']
      expect(await request(nameOf('ada'), unknown, team)).toEqual({
        refused: [unknown, team],
        reviewers: [nameOf('ada')],
      })
      const both = [nameOf('ada'), nameOf('grace')].toSorted()
      expect(await request(nameOf('grace'), nameOf('ada'))).toEqual({ refused: [], reviewers: both })
      expect(await request()).toEqual({ refused: [], reviewers: both })
    })

    it('tells the default reviewers where it is left to whoever opens a pull request to ask them', async () => {
      const { host, pullRequests, people } = use()
      const nameOf = host.nameOf ?? ((login) => login)
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      expect(await pullRequests.listDefaultReviewers(repository, number)).toEqual([])
      people.setDefaultReviewers?.(repository.owner, repository.name, ['ada', 'grace'])
      const asked = await pullRequests.listDefaultReviewers(repository, number)
      expect(asked.toSorted()).toEqual(
        host.leavesDefaultReviewers === true ? [nameOf('ada'), nameOf('grace')].toSorted() : [],
      )
    })

    it('refuses changes where it may only read', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      people.setAccess(repository.owner, repository.name, 'read')
      const update = use().pullRequests.updatePullRequest(repository, number, { title: 'Other' })
      const error: unknown = await update.catch((thrown: unknown) => thrown)
      expect(error instanceof NotFoundError || error instanceof NotAllowedError).toBe(true)
      expect(use().seen(repository)).toMatchObject([{ title: 'Add network' }])
    })

    it('refuses everything while its token is refused', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      people.revokeToken()
      try {
        await expect(use().open(repository)).rejects.toBeInstanceOf(NotAllowedError)
      } finally {
        people.restoreToken()
      }
      expect((await use().open(repository)).state.status).toBe('open')
    })

    it('knows no pull requests of a repository that is not there, and none of an empty one', async () => {
      const { owner, name } = await use().createRepository({ files: undefined })
      expect(await use().pullRequests.listPullRequests({ owner, name }, { status: 'any' })).toEqual([])
      const unknown = { owner, name: 'unknown' }
      const listed = use().pullRequests.listPullRequests(unknown, { status: 'open' })
      await expect(listed).rejects.toBeInstanceOf(NotFoundError)
      const opened = use().pullRequests.openPullRequest(unknown, use().request({}))
      await expect(opened).rejects.toBeInstanceOf(NotFoundError)
    })

    it('opens drafts, makes them ready and drafts again', async () => {
      const repository = await use().createRepository()
      const draft = { state: { status: 'open', draft: true } }
      const ready = { state: { status: 'open', draft: false } }
      const opened = await use().open(repository, { draft: true })
      expect(opened).toMatchObject(draft)
      const turn = async (value: boolean) =>
        use().pullRequests.updatePullRequest(repository, opened.number, { draft: value })
      expect(await turn(true)).toMatchObject(draft)
      expect(await turn(false)).toMatchObject(ready)
      expect(await turn(false)).toMatchObject(ready)
      expect(await turn(true)).toMatchObject(draft)
    })
  })
}
