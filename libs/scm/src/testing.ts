export type * from './contract/scm-test-host.ts'
export { testRepositoryDirectory } from './repository-directory.contract.ts'
export { testScmHost } from './scm-host.contract.ts'
