export type * from './contract/scm-test-host.ts'
export { testScmProvider } from './scm-provider.contract.ts'
