import type { GitCredentials } from '@groundplan/scm'
import type { BitbucketCloudAuthentication } from './bitbucket-cloud-options.ts'

/** What goes into the header `Authorization` of API requests. */
export function printAuthorization(authentication: BitbucketCloudAuthentication): string {
  if (authentication.kind === 'access-token') return `Bearer ${authentication.token}`
  const pair = `${authentication.email}:${authentication.token}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

/** What git needs; both kinds of tokens have a fixed user name there. */
export function toGitCredentials(authentication: BitbucketCloudAuthentication): GitCredentials {
  const username = authentication.kind === 'access-token' ? 'x-token-auth' : 'x-bitbucket-api-token-auth'
  return { username, password: authentication.token }
}
