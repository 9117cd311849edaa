import type { GitCredentials } from '@groundplan/scm'
import { tokenSource } from '../token.ts'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'

type Authentication = Pick<BitbucketDataCenterOptions, 'token' | 'gitUsername'>

/** Value of the `Authorization` header for API requests. */
export async function printAuthorization({ token }: Authentication): Promise<string> {
  return `Bearer ${await tokenSource(token).read()}`
}

/** Credentials for git; the server only checks the token. */
export async function readGitCredentials({ token, gitUsername }: Authentication): Promise<GitCredentials> {
  return { username: gitUsername ?? 'x-token-auth', password: await tokenSource(token).read() }
}
