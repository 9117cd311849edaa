export { GithubScmProvider } from './github-scm-provider.ts'
export type { GithubScmProviderOptions } from './github-scm-provider.ts'
