export { GithubHost } from './github-host.ts'
export type { GithubHostOptions } from './github-host.ts'
export { githubWebhookReader } from './github-webhook-host.ts'
