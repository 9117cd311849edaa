import type { HostUrls } from '../http/host-state.ts'
import type { Account } from '../model/account.ts'

/** `RestApplicationUser`, with the links of recorded ones. */
export function viewUser({ id, login, name, email, bot }: Account, { web }: HostUrls) {
  const slug = toSlug(login)
  return {
    name: login,
    emailAddress: email,
    active: true,
    displayName: name,
    id,
    slug,
    type: bot ? 'SERVICE' : 'NORMAL',
    links: { self: [{ href: `${web}/users/${slug}` }] },
  }
}

/** `jane@example` is `jane_example` in addresses. */
export function toSlug(login: string): string {
  return login.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '_')
}
