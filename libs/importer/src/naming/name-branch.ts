import type { ReviewSettings } from '../review-settings.ts'

/** The branch for a short name, which has lower-case letters, digits and hyphens only. */
export function nameBranch(name: string, { branchPrefix }: Pick<ReviewSettings, 'branchPrefix'>): string {
  return `${branchPrefix}${name}`
}
