import { createOwnerMatcher } from './find-owners.ts'
import type { CodeOwners } from './parse-code-owners.ts'

/** Whom CODEOWNERS asks to review; those who own the most files first. */
export interface OwnerReviewers {
  /** Names without `@`. */
  readonly users: readonly string[]
  /** `organization/team`, without `@`. */
  readonly teams: readonly string[]
  /** Owners of whom only an e-mail address is known. */
  readonly emails: readonly string[]
}

/** Paths that are looked at; more would hardly change the answer. */
const mostPaths = 1000

/**
 * Everybody who owns one of these files, unlike `ownersFinder`, which tells whose a module is. The paths are relative to the
 * root of the repository. Roles (`@@role`) are nobody whom a host could ask.
 */
export function findOwnerReviewers(
  { rules }: Pick<CodeOwners, 'rules'>,
  paths: readonly string[],
): OwnerReviewers {
  const ownersOf = createOwnerMatcher(rules)
  const counts = new Map<string, number>()
  for (const path of paths.slice(0, mostPaths)) {
    for (const owner of ownersOf(path)) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  // The sort is stable: who comes first in the file stays first.
  const owners = [...counts].sort(([, left], [, right]) => right - left).map(([owner]) => owner)
  const names = owners.filter((owner) => /^@[^@]/.test(owner)).map((owner) => owner.slice(1))
  return {
    users: names.filter((name) => !name.includes('/')),
    teams: names.filter((name) => name.includes('/')),
    emails: owners.filter((owner) => !owner.startsWith('@')),
  }
}
