import type { HostUrls } from '../http/host-state.ts'
import type { Account } from '../model/account.ts'
import { toAccountId, toUuid } from './identifiers.ts'

/** `user` of Bitbucket's description. */
export function viewAccount({ login, name }: Account, urls: HostUrls) {
  const uuid = accountUuid(login)
  const path = encodeURIComponent(uuid)
  return {
    type: 'user',
    uuid,
    account_id: toAccountId(login),
    nickname: login,
    display_name: name,
    links: {
      self: { href: `${urls.api}/users/${path}` },
      html: { href: `${urls.web}/${path}/` },
      avatar: { href: `${urls.web}/avatars/${path}` },
    },
  }
}

/** By which the API names a person. */
export function accountUuid(login: string): string {
  return toUuid(`account ${login.toLowerCase()}`)
}
