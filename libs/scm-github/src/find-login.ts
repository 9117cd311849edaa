import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { GithubApp } from './app/github-app.ts'
import type { GithubClient } from './create-github-client.ts'

/** Login of the authenticated user or App; `undefined` for an installation token of an App that is unknown. */
export type FindLogin = () => Promise<string | undefined>

/** Asks GitHub once. */
export function createFindLogin(client: GithubClient, app?: GithubApp): FindLogin {
  let login: Promise<string | undefined> | undefined
  return async () => {
    login ??= (app === undefined ? askLogin(client) : app.findLogin()).catch((error: unknown) => {
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
