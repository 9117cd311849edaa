import { afterAll, beforeAll, describe } from 'vitest'
import { testRepositories } from './contract/repositories.contract.ts'
import { RepositoryTestSetting } from './contract/repository-test-setting.ts'
import type { RepositoryTestHost } from './contract/scm-test-host.ts'

/** What every RepositoryDirectory promises, also one that is no more than that. */
export function testRepositoryDirectory(name: string, start: () => Promise<RepositoryTestHost>): void {
  describe(`${name} as a RepositoryDirectory`, () => {
    let setting: RepositoryTestSetting
    beforeAll(async () => {
      setting = new RepositoryTestSetting(await start())
    })
    afterAll(async () => setting.host.close())
    testRepositories(() => setting)
  })
}
