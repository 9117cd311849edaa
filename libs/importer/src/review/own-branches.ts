/** What our branches beside those of proposals are called after the prefix. */
export const ownBranches = {
  dashboard: 'dashboard',
  configuration: 'configure',
  schemas: 'editor-schemas',
} as const

/** Names one of our branches beside those of proposals. */
export function nameOwnBranch(branch: keyof typeof ownBranches, prefix: string): string {
  return `${prefix}${ownBranches[branch]}`
}
