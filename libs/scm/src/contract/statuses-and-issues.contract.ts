import { ConflictError, InputError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import { oddText, type UseSetting } from './scm-test-setting.ts'

/** What a ScmProvider promises of commit statuses and issues. */
export function testStatusesAndIssues(use: UseSetting): void {
  describe('statuses', () => {
    it('sets one of a key, which replaces the one before', async () => {
      const { provider, people, features } = use()
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const key = 'groundplan/blueprints'
      await provider.setStatus(repository, commit, { key, state: 'pending', description: 'Checks.' })
      const description = `${'Größe "x" '.repeat(13)}1234567890`
      expect(description).toHaveLength(140)
      const url = 'https://groundplan.example.com/proposals/1?a=1&b=2'
      await provider.setStatus(repository, commit, { key, state: 'failure', description, url })
      await provider.setStatus(repository, commit, { key: 'other', state: 'success', description: 'Good.' })
      const statuses = people.listStatuses?.(repository.owner, repository.name, commit)
      if (statuses === undefined) return
      const newest = new Map(statuses.map((status) => [status.key, status.description]))
      const seen = [...newest].toSorted()
      const set = [
        [key, description],
        ['other', 'Good.'],
      ]
      expect(seen).toEqual(features.statuses ? set : [])
    })
  })

  describe('issues', () => {
    const title = 'Groundplan: dashboard “network”'

    it('says that it has none, where the host has none', async ({ skip }) => {
      const { provider, features } = use()
      skip(features.issues, 'the host has issues')
      const repository = await use().createRepository()
      expect(await provider.findIssue(repository, title)).toBeUndefined()
      await expect(provider.putIssue(repository, { title, body: 'x' })).rejects.toBeInstanceOf(ConflictError)
    })

    it('writes one of a title once, finds it and edits it', async ({ skip }) => {
      const { provider, features, people } = use()
      skip(!features.issues, 'the host has no issues')
      const repository = await use().createRepository()
      expect(await provider.findIssue(repository, title)).toBeUndefined()
      const first = await provider.putIssue(repository, { title, body: 'First.' })
      expect(first).toMatchObject({ title, body: 'First.', open: true })
      expect(await provider.findIssue(repository, title)).toEqual(first)
      const second = await provider.putIssue(repository, { title, body: oddText })
      expect(second).toMatchObject({ number: first.number, body: oddText, open: true })
      await provider.putIssue(repository, { title: 'Another', body: 'x' })
      expect(await provider.findIssue(repository, title)).toMatchObject({ number: first.number })
      expect(people.listIssues?.(repository.owner, repository.name)).toHaveLength(2)
    })

    it('opens one again that somebody has closed', async ({ skip }) => {
      const { provider, features, people } = use()
      skip(!features.issues, 'the host has no issues')
      if (people.closeIssue === undefined) return skip('nobody closes issues here')
      const repository = await use().createRepository()
      const { number } = await provider.putIssue(repository, { title, body: 'First.' })
      await people.closeIssue(repository.owner, repository.name, number)
      expect(await provider.findIssue(repository, title)).toMatchObject({ number, open: false })
      const again = await provider.putIssue(repository, { title, body: 'First.' })
      expect(again).toMatchObject({ number, open: true })
    })

    it('takes no pull request of the same title for it', async ({ skip }) => {
      const { provider, features } = use()
      skip(!features.issues, 'the host has no issues')
      const repository = await use().createRepository()
      await use().open(repository, { title })
      expect(await provider.findIssue(repository, title)).toBeUndefined()
    })

    it('takes bodies of full length, and refuses longer ones', async ({ skip }) => {
      const { provider, features } = use()
      skip(!features.issues, 'the host has no issues')
      const repository = await use().createRepository()
      const body = 'x'.repeat(features.maximumBodyLength)
      expect(await provider.putIssue(repository, { title, body })).toMatchObject({ body })
      const longer = provider.putIssue(repository, { title, body: body + body })
      await expect(longer).rejects.toBeInstanceOf(InputError)
    })
  })
}
