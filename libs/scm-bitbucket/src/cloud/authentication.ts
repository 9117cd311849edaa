import type { GitCredentials } from '@groundplan/scm'
import { readToken } from '../token.ts'
import type { BitbucketCloudAuthentication } from './bitbucket-cloud-options.ts'

/** Value of the `Authorization` header for API requests. */
export async function printAuthorization(authentication: BitbucketCloudAuthentication): Promise<string> {
  const token = await readToken(authentication.token)
  if (authentication.kind === 'access-token') return `Bearer ${token}`
  return `Basic ${Buffer.from(`${authentication.email}:${token}`).toString('base64')}`
}

/** Credentials for git; both kinds of tokens have a fixed user name. */
export async function readGitCredentials(
  authentication: BitbucketCloudAuthentication,
): Promise<GitCredentials> {
  const username = authentication.kind === 'access-token' ? 'x-token-auth' : 'x-bitbucket-api-token-auth'
  return { username, password: await readToken(authentication.token) }
}
