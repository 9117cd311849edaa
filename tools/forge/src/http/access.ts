import type { Account } from '../model/account.ts'
import { Refusal } from '../model/refusal.ts'
import type { Repository } from '../model/repository.ts'

/** Throws a Refusal unless this account may do it; what the bot may not see is not there for it. */
export function requireAccess(repository: Repository, actor: Account, wanted: 'read' | 'write'): void {
  if (!actor.bot) return
  if (repository.access === 'none') throw new Refusal('not-found', { resource: 'repository' })
  if (wanted === 'write' && repository.access === 'read') throw new Refusal('not-allowed')
}
