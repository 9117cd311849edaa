import { ConflictError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import type { RepositoryName } from '../repository-directory.ts'
import type { UseSetting } from './scm-test-setting.ts'

/** What a PullRequestHost promises of closing, reopening and merging. */
export function testPullRequestEnds(use: UseSetting): void {
  const statusOf = async (repository: RepositoryName, number: number) =>
    (await use().pullRequests.getPullRequest(repository, number)).state.status

  describe('closing and opening again', () => {
    it('closes, once and again, whatever others have done', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const mine = await use().open(repository)
      await use().pullRequests.closePullRequest(repository, mine.number)
      await use().pullRequests.closePullRequest(repository, mine.number)
      const declined = await use().open(repository)
      await people.decline(owner, name, declined.number, 'ada')
      await use().pullRequests.closePullRequest(repository, declined.number)
      const merged = await use().open(repository)
      await people.merge(owner, name, merged.number)
      await use().pullRequests.closePullRequest(repository, merged.number)
      expect(
        use()
          .seen(repository)
          .map(({ status }) => status)
          .toSorted(),
      ).toEqual(['closed', 'closed', 'merged'])
      expect(await statusOf(repository, declined.number)).toBe('closed')
      expect(await statusOf(repository, merged.number)).toBe('merged')
    })

    it('opens a closed one again, or says that the host does not', async () => {
      const { host } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      await use().pullRequests.closePullRequest(repository, number)
      const reopened = use().pullRequests.reopenPullRequest(repository, number)
      if (host.reopens === false) {
        await expect(reopened).rejects.toBeInstanceOf(ConflictError)
        expect(await statusOf(repository, number)).toBe('closed')
        return
      }
      expect(await reopened).toMatchObject({ number, state: { status: 'open' } })
      expect(await statusOf(repository, number)).toBe('open')
    })

    it('opens none again that is merged, whose branch is gone, or that has a successor', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const merged = await use().open(repository)
      await people.merge(owner, name, merged.number)
      const orphan = await use().open(repository)
      await use().pullRequests.closePullRequest(repository, orphan.number)
      await people.moveBranch(owner, name, orphan.branch, undefined)
      const former = await use().open(repository, { branch: 'groundplan/network' })
      await use().pullRequests.closePullRequest(repository, former.number)
      await use().open(repository, { branch: 'groundplan/network' })
      for (const { number } of [merged, orphan, former]) {
        const before = await statusOf(repository, number)
        await expect(use().pullRequests.reopenPullRequest(repository, number)).rejects.toBeInstanceOf(
          ConflictError,
        )
        expect(await statusOf(repository, number)).toBe(before)
      }
    })
  })

  describe('merging', () => {
    const message = 'Merge network\n\nWith a body.\n'

    it('merges with a merge commit', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const branch = 'groundplan/network'
      await use().commit(repository, branch, { 'new.yaml': 'new\n' })
      const commit = await use().commit(repository, branch, { 'newer.yaml': 'newer\n' })
      const { number } = await use().pullRequests.openPullRequest(repository, use().request({}))
      const merge = await use().pullRequests.mergePullRequest(repository, { number, commit, message })
      expect(await use().readHead(repository)).toBe(merge)
      expect(await people.readFiles(owner, name, 'main')).toMatchObject({
        'new.yaml': 'new\n',
        'newer.yaml': 'newer\n',
      })
      const { state } = await use().pullRequests.getPullRequest(repository, number)
      expect(state.status).toBe('merged')
      if (state.status === 'merged' && state.commit !== undefined)
        expect(merge.startsWith(state.commit)).toBe(true)
    })

    it('does not merge what was not reviewed', async () => {
      const repository = await use().createRepository()
      const { number, branch } = await use().open(repository)
      const reviewed = await use().commit(repository, branch)
      await use().commit(repository, branch)
      const head = await use().readHead(repository)
      const merge = use().pullRequests.mergePullRequest(repository, { number, commit: reviewed, message })
      await expect(merge).rejects.toBeInstanceOf(ConflictError)
      expect(await use().readHead(repository)).toBe(head)
      expect(await statusOf(repository, number)).toBe('open')
    })

    it('does not merge what conflicts', async () => {
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network', { 'README.md': 'Ours\n' })
      const { number } = await use().pullRequests.openPullRequest(repository, use().request({}))
      const head = await use().commit(repository, 'main', { 'README.md': 'Theirs\n' })
      const merge = use().pullRequests.mergePullRequest(repository, { number, commit, message })
      await expect(merge).rejects.toBeInstanceOf(ConflictError)
      expect(await use().readHead(repository)).toBe(head)
    })

    it('does not merge what is closed', async () => {
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const { number } = await use().pullRequests.openPullRequest(repository, use().request({}))
      await use().pullRequests.closePullRequest(repository, number)
      const merge = use().pullRequests.mergePullRequest(repository, { number, commit, message })
      await expect(merge).rejects.toBeInstanceOf(ConflictError)
      expect(await statusOf(repository, number)).toBe('closed')
    })

    it('tells what others have merged', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const merge = await people.merge(repository.owner, repository.name, number, { by: 'ada' })
      const { state } = await use().pullRequests.getPullRequest(repository, number)
      expect(state.status).toBe('merged')
      if (state.status === 'merged' && state.commit !== undefined)
        expect(merge.startsWith(state.commit)).toBe(true)
    })
  })
}
