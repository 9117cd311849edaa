import type { Account } from '../model/account.ts'
import { Refusal } from '../model/refusal.ts'
import type { Repository } from '../model/repository.ts'

/** True if the account knows that there is such a repository: bots not always. */
export function sees({ bot, installedOn }: Account, { access, owner }: Repository): boolean {
  if (!bot) return true
  return access !== 'none' && (installedOn === undefined || installedOn.toLowerCase() === owner.toLowerCase())
}

/** Throws a Refusal unless this account may do it; what the bot may not see is not there for it. */
export function requireAccess(repository: Repository, actor: Account, wanted: 'read' | 'write'): void {
  if (!actor.bot) return
  if (!sees(actor, repository)) throw new Refusal('not-found', { resource: 'repository' })
  if (wanted === 'write' && repository.access === 'read') throw new Refusal('not-allowed')
}
