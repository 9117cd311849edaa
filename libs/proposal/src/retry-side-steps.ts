import { deleteOwnBranch, sideStepsOf, type ProposalDependencies } from './apply-branch.ts'
import { closeObsolete, closingComment } from './pull-request/close-obsolete.ts'
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
  const { repository, host } = dependencies
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
      return closeObsolete({ branch, pullRequest }, host, sideSteps)
    case 'comment': {
      if (host === undefined || pullRequest === undefined) return sideSteps.done(problem)
      const comment = { key: 'closed', body: closingComment }
      const { number } = pullRequest
      await sideSteps.attempt(problem, () => host.pullRequests.putComment(host.repository, number, comment))
      return
    }
    case 'pull-request':
    case 'ready':
    case 'labels':
    case 'reviewers':
    case 'status':
      if (!isOpen) await sideSteps.done(problem)
      return
    default:
  }
}
