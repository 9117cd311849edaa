import { deleteBranch, sideStepsOf, type ProposalDependencies } from './apply-branch.ts'

export interface OwnBranch {
  /** What it is called after the prefix. */
  readonly name: string
  /** As it is called with the prefix that is configured now. */
  readonly current: string
  /** The only files that it changes. */
  readonly files: RegExp
}

/**
 * Takes away branches of ours that were named with an earlier prefix, with their pull requests. Those on which people have worked stay,
 * and so does every branch with nothing of ours. All are side steps.
 */
export async function dropFormerBranches(
  own: readonly OwnBranch[],
  dependencies: ProposalDependencies,
): Promise<void> {
  const { repository } = dependencies
  const { head, tips } = await repository.readBranches()
  for (const [branch, tip] of tips) {
    const former = own.find(({ name, current }) => branch !== current && branch.endsWith(name))
    if (former === undefined || branch === head.branch || !(await isOurs(tip, former, dependencies))) continue
    await closePullRequests(branch, dependencies)
    await deleteBranch(branch, dependencies)
  }
}

/** True if nobody but the generator has commits on it, and these change nothing else than its files. */
async function isOurs(
  tip: string,
  { files }: OwnBranch,
  { repository }: Pick<ProposalDependencies, 'repository'>,
): Promise<boolean> {
  const commits = await repository.listOwnCommits(tip)
  const base = await repository.findBase(tip)
  if (base === undefined || commits.length === 0 || !commits.every(({ isGenerated }) => isGenerated))
    return false
  const before = new Map((await repository.listEntries(base)).map(({ path, blobId }) => [path, blobId]))
  const after = new Map((await repository.listEntries(tip)).map(({ path, blobId }) => [path, blobId]))
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].every((path) => before.get(path) === after.get(path) || files.test(path))
}

/** Not every host closes a pull request when its branch goes. */
async function closePullRequests(branch: string, dependencies: ProposalDependencies): Promise<void> {
  const { host } = dependencies
  if (host === undefined) return
  const { pullRequests, repository } = host
  await sideStepsOf(dependencies).attempt({ kind: 'close', subject: branch }, async () => {
    for (const { number } of await pullRequests.listPullRequests(repository, { status: 'open', branch })) {
      const body = 'Closed because the prefix of branches was changed in the configuration of Groundplan.'
      await pullRequests.putComment(repository, number, { key: 'closed', body })
      await pullRequests.closePullRequest(repository, number)
    }
  })
}
