import { describe, expect, it } from 'vitest'
import { InputError } from '@groundplan/errors'
import type { RepositoryName } from '../hosted-repository.ts'
import { oddText, type UseSetting } from './scm-test-setting.ts'

/** What a ScmProvider promises of reviews and comments. */
export function testDiscussion(use: UseSetting): void {
  const comments = (repository: RepositoryName) => use().seen(repository)[0]?.comments ?? []
  describe('reviews', () => {
    it('tells the newest word of each', async () => {
      const { provider, people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const { number } = await use().open(repository)
      expect(await provider.listReviews(repository, number)).toEqual([])
      await people.review(owner, name, number, 'changes-requested', 'ada')
      await people.review(owner, name, number, 'changes-requested', 'grace')
      await people.review(owner, name, number, 'approved', 'ada')
      const reviews = await provider.listReviews(repository, number)
      expect(new Map(reviews.map(({ by, verdict }) => [by, verdict]))).toEqual(
        new Map([
          ['ada', 'approved'],
          ['grace', 'changes-requested'],
        ]),
      )
    })
  })

  describe('comments', () => {
    it('lists all of more than a hundred, the oldest first', async () => {
      const { provider, people } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const bodies = Array.from({ length: 103 }, (_, index) => `Comment ${index}`)
      for (const body of bodies) await people.comment(repository.owner, repository.name, number, body, 'ada')
      const listed = await provider.listComments(repository, number)
      expect(listed.map(({ body }) => body)).toEqual(bodies)
      expect(new Set(listed.map(({ id }) => id)).size).toBe(bodies.length)
    })

    it('writes one of a key once and edits it from then on', async () => {
      const { provider } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      await provider.putComment(repository, number, { key: 'status', body: 'First.' })
      await provider.putComment(repository, number, { key: 'status', body: oddText })
      await provider.putComment(repository, number, { key: 'status', body: oddText })
      await provider.putComment(repository, number, { key: 'status-2', body: 'Another.' })
      expect(comments(repository)).toHaveLength(2)
      const bodies = (await provider.listComments(repository, number)).map(({ body }) => body)
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
      await use().provider.putComment(repository, number, { key: 'status', body: 'First.' })
      await people.comment(owner, name, number, 'Last.', 'grace')
      await host.createProvider().putComment(repository, number, { key: 'status', body: 'Second.' })
      const bodies = comments(repository).map(({ body }) => body)
      expect(bodies).toHaveLength(103)
      expect(bodies[101]).toContain('Second.')
    })

    it('leaves alone what others have copied from ours', async () => {
      const { provider, people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      const first = await use().open(repository)
      await provider.putComment(repository, first.number, { key: 'status', body: 'Ours.' })
      const copied = comments(repository)[0]?.body ?? ''
      const second = await use().open(repository)
      await people.comment(owner, name, second.number, copied, 'ada')
      await provider.putComment(repository, second.number, { key: 'status', body: 'Changed.' })
      const { comments: there = [] } =
        use()
          .seen(repository)
          .find(({ number }) => number === second.number) ?? {}
      expect(there.map(({ body }) => body.includes('Changed.'))).toEqual([false, true])
    })

    it('takes bodies of full length, and refuses longer ones', async () => {
      const { provider, features } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      const body = 'x'.repeat(features.maximumBodyLength)
      await provider.putComment(repository, number, { key: 'long', body })
      const longer = provider.putComment(repository, number, { key: 'longer', body: body + body })
      await expect(longer).rejects.toBeInstanceOf(InputError)
      expect(comments(repository)).toHaveLength(1)
    })
  })
}
