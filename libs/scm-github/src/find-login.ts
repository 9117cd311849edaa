import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { GithubClient } from './create-github-client.ts'

/** Login of the authenticated user; `undefined` for an app installation, which is not a user. */
export type FindLogin = () => Promise<string | undefined>

/** Asks GitHub once. */
export function createFindLogin(client: GithubClient): FindLogin {
  let login: Promise<string | undefined> | undefined
  return async () => {
    login ??= askLogin(client).catch((error: unknown) => {
      login = undefined
      throw error
    })
    return login
  }
}

async function askLogin(client: GithubClient): Promise<string | undefined> {
  try {
    const { data } = await client.rest.users.getAuthenticated()
    return data.login
  } catch (error) {
    if (error instanceof NotFoundError) return undefined
    // 403 "Resource not accessible by integration"; a rejected token is a different error.
    if (error instanceof NotAllowedError && error.details?.['status'] === 403) return undefined
    throw error
  }
}

interface Author {
  readonly login: string
  readonly type: string
}

/** True if we are the author: our login or, when authenticated as an app, any app. */
export function isOurs(author: Author | null | undefined, login: string | undefined): boolean {
  if (author === null || author === undefined) return false
  return login === undefined ? author.type === 'Bot' : author.login.toLowerCase() === login.toLowerCase()
}
