import type { GitCredentials } from '@groundplan/scm'
import { tokenSource } from '../token.ts'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'

type Authentication = Pick<BitbucketDataCenterOptions, 'token'>

/** Value of the `Authorization` header for API requests. */
export async function printAuthorization({ token }: Authentication): Promise<string> {
  return `Bearer ${await tokenSource(token).read()}`
}

/**
 * Credentials for git. With basic authentication, the server takes only a person's token, and only with that person's user name;
 * as a bearer it takes the token of a project or repository as well:
 * https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html
 */
export async function readGitCredentials({ token }: Authentication): Promise<GitCredentials> {
  return { username: '', password: await tokenSource(token).read(), scheme: 'bearer' }
}
