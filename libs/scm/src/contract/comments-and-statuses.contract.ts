import { describe, expect, it } from 'vitest'
import { InputError } from '@groundplan/errors'
import type { RepositoryName } from '../repository-directory.ts'
import { oddText, type UseSetting } from './scm-test-setting.ts'

/** What a PullRequestHost promises of comments and statuses. */
export function testCommentsAndStatuses(use: UseSetting): void {
  const comments = (repository: RepositoryName) => use().seen(repository)[0]?.comments ?? []
  describe('comments', () => {
    it('lists all of more than a hundred, the oldest first', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const bodies = Array.from({ length: 103 }, (_, index) => `Comment ${index}`)
      for (const body of bodies) await people.comment(repository.owner, repository.name, number, body, 'ada')
      const listed = await use().pullRequests.listComments(repository, number)
      expect(listed.map(({ body }) => body)).toEqual(bodies)
      expect(new Set(listed.map(({ id }) => id)).size).toBe(bodies.length)
    })

    it('writes one of a key once and edits it from then on', async () => {
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      await use().pullRequests.putComment(repository, number, { key: 'status', body: 'First.' })
      await use().pullRequests.putComment(repository, number, { key: 'status', body: oddText })
      await use().pullRequests.putComment(repository, number, { key: 'status', body: oddText })
      await use().pullRequests.putComment(repository, number, { key: 'status-2', body: 'Another.' })
      expect(comments(repository)).toHaveLength(2)
      const bodies = (await use().pullRequests.listComments(repository, number)).map(({ body }) => body)
      expect(bodies[0]).toContain(oddText)
      expect(bodies[1]).toContain('Another.')
    })

    it('finds ours far down a long list, also from another process', async () => {
      const { people, host } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const { number } = await use().open(repository)
      for (let count = 0; count < 101; count += 1)
        await people.comment(owner, name, number, `No. ${count}`, 'ada')
      await use().pullRequests.putComment(repository, number, { key: 'status', body: 'First.' })
      await people.comment(owner, name, number, 'Last.', 'grace')
      await host.createHost().pullRequests.putComment(repository, number, { key: 'status', body: 'Second.' })
      const bodies = comments(repository).map(({ body }) => body)
      expect(bodies).toHaveLength(103)
      expect(bodies[101]).toContain('Second.')
    })

    it('leaves alone what others have copied from ours', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const first = await use().open(repository)
      await use().pullRequests.putComment(repository, first.number, { key: 'status', body: 'Ours.' })
      const copied = comments(repository)[0]?.body ?? ''
      const second = await use().open(repository)
      await people.comment(owner, name, second.number, copied, 'ada')
      await use().pullRequests.putComment(repository, second.number, { key: 'status', body: 'Changed.' })
      const { comments: there = [] } =
        use()
          .seen(repository)
          .find(({ number }) => number === second.number) ?? {}
      expect(there.map(({ body }) => body.includes('Changed.'))).toEqual([false, true])
    })

    it('takes bodies of full length, and refuses longer ones', async () => {
      const { features } = use().pullRequests
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const body = 'x'.repeat(features.maximumBodyLength)
      await use().pullRequests.putComment(repository, number, { key: 'long', body })
      const longer = use().pullRequests.putComment(repository, number, { key: 'longer', body: body + body })
      await expect(longer).rejects.toBeInstanceOf(InputError)
      expect(comments(repository)).toHaveLength(1)
    })
  })

  describe('statuses', () => {
    it('sets one of a key, which replaces the one before', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const key = 'groundplan/blueprints'
      await use().pullRequests.setStatus(repository, commit, {
        key,
        state: 'pending',
        description: 'Checks.',
      })
      const description = `${'Größe "x" '.repeat(13)}1234567890`
      expect(description).toHaveLength(140)
      const url = 'https://groundplan.example.com/proposals/1?a=1&b=2'
      await use().pullRequests.setStatus(repository, commit, { key, state: 'failure', description, url })
      await use().pullRequests.setStatus(repository, commit, {
        key: 'other',
        state: 'success',
        description: 'Good.',
      })
      const statuses = people.listStatuses(repository.owner, repository.name, commit)
      const newest = new Map(statuses.map((status) => [status.key, status.description]))
      const seen = [...newest].toSorted()
      expect(seen).toEqual([
        [key, description],
        ['other', 'Good.'],
      ])
    })
  })
}
