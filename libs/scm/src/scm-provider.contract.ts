import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDiscussion } from './contract/discussion.contract.ts'
import { testFaults } from './contract/faults.contract.ts'
import { testPullRequestEnds } from './contract/pull-request-ends.contract.ts'
import { testPullRequests } from './contract/pull-requests.contract.ts'
import { testRepositories } from './contract/repositories.contract.ts'
import type { ScmTestHost } from './contract/scm-test-host.ts'
import { ScmTestSetting } from './contract/scm-test-setting.ts'
import { testStatusesAndIssues } from './contract/statuses-and-issues.contract.ts'
import { testWebhooks } from './contract/webhooks.contract.ts'

/** What every ScmProvider promises. `start` gives a host of its own to the whole suite. */
export function testScmProvider(name: string, start: () => Promise<ScmTestHost>): void {
  describe(`${name} as a ScmProvider`, () => {
    let setting: ScmTestSetting
    beforeAll(async () => {
      setting = new ScmTestSetting(await start())
    })
    afterAll(async () => setting.host.close())
    const use = () => setting

    testRepositories(use)
    testPullRequests(use)
    testPullRequestEnds(use)
    testDiscussion(use)
    testStatusesAndIssues(use)
    testWebhooks(use)
    testFaults(use)

    it('no request and no reply was against the vendor’s description', ({ skip }) => {
      const { violations } = setting.host
      if (violations === undefined) return skip('there is no description of this host')
      expect([...new Set(violations)]).toEqual([])
    })
  })
}
