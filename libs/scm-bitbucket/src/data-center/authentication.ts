import type { GitCredentials } from '@groundplan/scm'
import { readToken } from '../token.ts'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'

type Authentication = Pick<BitbucketDataCenterOptions, 'token' | 'gitUsername'>

/** What goes into the header `Authorization` of API requests. */
export async function printAuthorization({ token }: Authentication): Promise<string> {
  return `Bearer ${await readToken(token)}`
}

/** What git needs; the server looks at the token only. */
export async function readGitCredentials({ token, gitUsername }: Authentication): Promise<GitCredentials> {
  return { username: gitUsername ?? 'x-token-auth', password: await readToken(token) }
}
