import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCommentsAndStatuses } from './contract/comments-and-statuses.contract.ts'
import { testFaults } from './contract/faults.contract.ts'
import { testIssues } from './contract/issues.contract.ts'
import { testPullRequestEnds } from './contract/pull-request-ends.contract.ts'
import { testPullRequests } from './contract/pull-requests.contract.ts'
import { testRepositories } from './contract/repositories.contract.ts'
import type { ScmTestHost } from './contract/scm-test-host.ts'
import { ScmTestSetting } from './contract/scm-test-setting.ts'
import { testWebhooks } from './contract/webhooks.contract.ts'

/** What every host promises, port by port. `start` gives a host of its own to the whole suite. */
export function testScmHost(name: string, start: () => Promise<ScmTestHost>): void {
  describe(name, () => {
    let setting: ScmTestSetting
    beforeAll(async () => {
      setting = new ScmTestSetting(await start())
    })
    afterAll(async () => setting.host.close())
    const use = () => setting

    describe('as a RepositoryDirectory', () => testRepositories(use))
    describe('as a PullRequestHost', () => {
      testPullRequests(use)
      testPullRequestEnds(use)
      testCommentsAndStatuses(use)
    })
    describe('as an IssueTracker', () => testIssues(use))
    describe('as a WebhookHost', () => testWebhooks(use))
    testFaults(use)

    it('no request and no reply was against the vendor’s description', ({ skip }) => {
      const { violations } = setting.host
      if (violations === undefined) return skip('there is no description of this host')
      expect([...new Set(violations)]).toEqual([])
    })
  })
}
