import { ConflictError } from '@groundplan/errors'

/** The error for a branch that git cannot merge by itself; `address` is for people and for `git clone`. */
export function conflictingBranch(
  address: string,
  {
    branch,
    into,
    files,
  }: { readonly branch: string; readonly into: string; readonly files: readonly string[] },
): ConflictError {
  return new ConflictError(`The branch ${branch} conflicts with ${into} in ${files.join(', ')}.`, {
    hint: `Clone ${address}, merge ${into} into the branch, push and approve again.`,
    details: { files },
  })
}

/** The error for a blueprint repository without its default branch, which `branch` is or is called. */
export function damagedReviews(address: string, branch: string, cause: unknown): ConflictError {
  return new ConflictError(
    `Cannot read the blueprint repository ${address}: it is damaged or not a git repository.`,
    {
      hint: `Restore it from a clone, or move it aside and import again. It must have the branch ${branch}. Nothing was changed.`,
      cause,
    },
  )
}
