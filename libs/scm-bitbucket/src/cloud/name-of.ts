import type { Account } from './payloads.ts'

/** Display name of a user; nicknames are not unique. */
export function nameOf(account: Account | null | undefined): string {
  return account?.nickname ?? account?.display_name ?? account?.uuid ?? 'unknown'
}

/** True if the user matches a `{uuid}` or an Atlassian account ID. */
export function isNamed(account: Account, name: string): boolean {
  return account.uuid === name || account.account_id === name
}
