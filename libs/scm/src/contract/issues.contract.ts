import { InputError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import { oddText, type UseSetting } from './scm-test-setting.ts'

/** What an IssueTracker promises. */
export function testIssues(use: UseSetting): void {
  describe('issues', () => {
    const title = 'Groundplan: dashboard “network”'

    it('writes one of a title once, finds it and edits it', async ({ skip }) => {
      const { people, hasIssues } = use()
      skip(!hasIssues, 'the host has no issues')
      const repository = await use().createRepository()
      expect(await use().issues.findIssue(repository, title)).toBeUndefined()
      const first = await use().issues.putIssue(repository, { title, body: 'First.' })
      expect(first).toMatchObject({ title, body: 'First.', open: true })
      expect(await use().issues.findIssue(repository, title)).toEqual(first)
      const second = await use().issues.putIssue(repository, { title, body: oddText })
      expect(second).toMatchObject({ number: first.number, body: oddText, open: true })
      await use().issues.putIssue(repository, { title: 'Another', body: 'x' })
      expect(await use().issues.findIssue(repository, title)).toMatchObject({ number: first.number })
      expect(people.listIssues(repository.owner, repository.name)).toHaveLength(2)
    })

    it('opens one again that somebody has closed', async ({ skip }) => {
      const { people, hasIssues } = use()
      skip(!hasIssues, 'the host has no issues')
      const repository = await use().createRepository()
      const { number } = await use().issues.putIssue(repository, { title, body: 'First.' })
      await people.closeIssue(repository.owner, repository.name, number)
      expect(await use().issues.findIssue(repository, title)).toMatchObject({ number, open: false })
      const again = await use().issues.putIssue(repository, { title, body: 'First.' })
      expect(again).toMatchObject({ number, open: true })
    })

    it('takes no pull request of the same title for it', async ({ skip }) => {
      const { hasIssues } = use()
      skip(!hasIssues, 'the host has no issues')
      const repository = await use().createRepository()
      await use().open(repository, { title })
      expect(await use().issues.findIssue(repository, title)).toBeUndefined()
    })

    it('takes bodies of full length, and refuses longer ones', async ({ skip }) => {
      const { hasIssues } = use()
      skip(!hasIssues, 'the host has no issues')
      const repository = await use().createRepository()
      const body = 'x'.repeat(use().issues.maximumBodyLength)
      expect(await use().issues.putIssue(repository, { title, body })).toMatchObject({ body })
      const longer = use().issues.putIssue(repository, { title, body: body + body })
      await expect(longer).rejects.toBeInstanceOf(InputError)
    })
  })
}
