import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { GithubClient } from './create-github-client.ts'

/** As whom we act; `undefined` for the installation of an app, which is no user. */
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
    // 403 "Resource not accessible by integration"; a token that is refused is another matter.
    if (error instanceof NotAllowedError && error.details?.['status'] === 403) return undefined
    throw error
  }
}

interface Author {
  readonly login: string
  readonly type: string
}

/** True if something is by us: by our login or, where we act as an app, by some app. */
export function isOurs(author: Author | null | undefined, login: string | undefined): boolean {
  if (author === null || author === undefined) return false
  return login === undefined ? author.type === 'Bot' : author.login.toLowerCase() === login.toLowerCase()
}
