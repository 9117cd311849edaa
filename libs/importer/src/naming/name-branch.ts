import { toName } from './to-name.ts'
import type { ReviewSettings } from '../review-settings.ts'

export interface BranchSubject {
  readonly blueprint: string
  /** The repository's short name. */
  readonly store: string
  /** The repository's owner at its host, if known. */
  readonly owner: string | undefined
}

/** The branch of a blueprint's proposal. It is the same on every run. */
export function nameBranch(
  { blueprint, store, owner }: BranchSubject,
  { group, branchPrefix }: Pick<ReviewSettings, 'group' | 'branchPrefix'>,
): string {
  switch (group) {
    case 'module':
      return `${branchPrefix}${blueprint}`
    case 'repository':
      return `${branchPrefix}${toName(store)}`
    case 'owner':
      return `${branchPrefix}${toName(owner ?? store)}`
    case 'all':
      return `${branchPrefix}blueprints`
  }
}
