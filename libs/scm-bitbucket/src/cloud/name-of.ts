import type { Account } from './payloads.ts'

/** How people know somebody; a nickname is not unique. */
export function nameOf(account: Account | null | undefined): string {
  return account?.nickname ?? account?.display_name ?? account?.uuid ?? 'unknown'
}

/** Whether somebody is meant by `{uuid}` or by the id of their Atlassian account. */
export function isNamed(account: Account, name: string): boolean {
  return account.uuid === name || account.account_id === name
}
