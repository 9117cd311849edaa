import type { TokenSource } from '@groundplan/http'
import type { GitCredentials } from '@groundplan/scm'
import { tokenSource } from '../token.ts'
import type { BitbucketCloudAuthentication } from './bitbucket-cloud-options.ts'

/** How a client signs in. */
export interface SignIn {
  readonly tokens: TokenSource
  /** Value of the `Authorization` header for API requests. */
  printAuthorization(token: string): string
  /** User name for git; both kinds of tokens have a fixed one. */
  readonly gitUsername: string
}

export function signIn(authentication: BitbucketCloudAuthentication): SignIn {
  const tokens = tokenSource(authentication.token)
  if (authentication.kind === 'access-token') {
    return { tokens, gitUsername: 'x-token-auth', printAuthorization: (token) => `Bearer ${token}` }
  }
  const { email } = authentication
  return {
    tokens,
    gitUsername: 'x-bitbucket-api-token-auth',
    printAuthorization: (token) => `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
  }
}

/** Credentials for git; others than those that the host has just rejected, if they can be renewed. */
export async function findGitCredentials(
  { tokens, gitUsername }: SignIn,
  rejected?: GitCredentials,
): Promise<GitCredentials> {
  if (rejected !== undefined) tokens.reject(rejected.password)
  return { username: gitUsername, password: await tokens.read() }
}
