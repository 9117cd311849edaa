import { deleteOwnBranch, sideStepsOf, type ProposalDependencies } from './apply-branch.ts'
import { closeObsolete, commentOnClosing } from './pull-request/close-obsolete.ts'
import type { SideStepProblem } from './side-steps/side-step.ts'

/**
 * Tries side steps again that belong to branches on which nothing happens any more, and forgets those that nobody wants by now. Those of
 * open proposals are tried again where their pull requests are brought in step.
 */
export async function retrySideSteps(dependencies: ProposalDependencies): Promise<void> {
  const sideSteps = sideStepsOf(dependencies)
  const left = (await sideSteps.list()).filter((problem) => !sideSteps.wasAttempted(problem))
  if (left.length === 0) return
  const open = new Set((await dependencies.proposals.list({ status: 'open' })).map(({ branch }) => branch))
  for (const problem of left) await retry(problem, open.has(problem.subject), dependencies)
}

async function retry(
  problem: SideStepProblem,
  isOpen: boolean,
  dependencies: ProposalDependencies,
): Promise<void> {
  const { repository, host, proposals } = dependencies
  const sideSteps = sideStepsOf(dependencies)
  const { kind, subject: branch, pullRequest } = problem
  switch (kind) {
    case 'branch': {
      if (isOpen || (await repository.findBranch(branch)) === undefined) return sideSteps.done(problem)
      await deleteOwnBranch(branch, dependencies)
      // Somebody has worked on it meanwhile, so it stays.
      if (!sideSteps.wasAttempted(problem)) await sideSteps.done(problem)
      return
    }
    case 'close':
      if (isOpen || host === undefined || pullRequest === undefined) return sideSteps.done(problem)
      return closeObsolete({ branch, pullRequest }, host, { proposals, sideSteps })
    case 'comment': {
      if (host === undefined || pullRequest === undefined) return sideSteps.done(problem)
      await sideSteps.attempt(problem, () => commentOnClosing({ branch, pullRequest }, host, proposals))
      return
    }
    case 'pull-request':
    case 'ready':
    case 'labels':
    case 'reviewers':
    case 'default-reviewers':
    case 'status':
      if (!isOpen && (await isOver(branch, dependencies))) await sideSteps.done(problem)
      return
    default:
  }
}

/** Branches that never had proposals have pull requests of their own: those who open these try again. */
async function isOver(
  branch: string,
  { proposals, repository }: Pick<ProposalDependencies, 'proposals' | 'repository'>,
): Promise<boolean> {
  if ((await repository.findBranch(branch)) === undefined) return true
  return (await proposals.list({ branch })).length > 0
}
