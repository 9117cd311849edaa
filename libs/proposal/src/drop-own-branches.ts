import { deleteBranch, sideStepsOf, type ProposalDependencies } from './apply-branch.ts'
import { readBranch } from './read-branch.ts'

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
    await closePullRequests(branch, 'the prefix of branches was changed in its configuration', dependencies)
    await deleteBranch(branch, dependencies)
  }
}

/**
 * Takes away a branch of ours that nobody needs any more, with its pull request: it is merged, or what it would bring has come another
 * way. One that people have worked on stays until it is merged. A side step.
 */
export async function dropDoneBranch(
  branch: string,
  { reason }: { readonly reason: string },
  dependencies: ProposalDependencies,
): Promise<void> {
  const { repository } = dependencies
  const tip = await repository.findBranch(branch)
  if (tip === undefined) return
  await sideStepsOf(dependencies).attempt({ kind: 'branch', subject: branch }, async () => {
    if (!(await isMerged(branch, tip, dependencies))) {
      if ((await readBranch(tip, repository)).hasPeople) return
      await closePullRequests(branch, reason, dependencies)
    }
    await repository.deleteBranch(branch)
  })
}

/** After a squash only the host tells; with later commits it is not. */
async function isMerged(
  branch: string,
  tip: string,
  { repository, host }: ProposalDependencies,
): Promise<boolean> {
  if ((await repository.findBase(tip)) === tip) return true
  if (host === undefined) return false
  const all = await host.pullRequests.listPullRequests(host.repository, { status: 'any', branch })
  return all.some(({ state, commit }) => state.status === 'merged' && tip.startsWith(commit))
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
async function closePullRequests(
  branch: string,
  reason: string,
  dependencies: ProposalDependencies,
): Promise<void> {
  const { host } = dependencies
  if (host === undefined) return
  const { pullRequests, repository } = host
  await sideStepsOf(dependencies).attempt({ kind: 'close', subject: branch }, async () => {
    for (const { number } of await pullRequests.listPullRequests(repository, { status: 'open', branch })) {
      const body = `Closed by Groundplan because ${reason}.`
      await pullRequests.putComment(repository, number, { key: 'closed', body })
      await pullRequests.closePullRequest(repository, number)
    }
  })
}
