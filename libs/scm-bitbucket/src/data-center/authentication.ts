import type { GitCredentials } from '@groundplan/scm'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'

/** What goes into the header `Authorization` of API requests. */
export function printAuthorization({ token }: BitbucketDataCenterOptions): string {
  return `Bearer ${token}`
}

/** What git needs; the server looks at the token only. */
export function toGitCredentials({ token, gitUsername }: BitbucketDataCenterOptions): GitCredentials {
  return { username: gitUsername ?? 'x-token-auth', password: token }
}
