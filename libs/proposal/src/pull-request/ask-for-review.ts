import type { PullRequest } from '@groundplan/scm'
import type { ReviewHost } from '../review-host.ts'
import type { SideStepKind } from '../side-steps/side-step.ts'
import type { SideSteps } from '../side-steps/side-steps.ts'
import { completePullRequest, findDefaultReviewers, listWantedReviewers } from './complete-pull-request.ts'

export interface AskedReview {
  readonly pullRequest: Pick<PullRequest, 'number' | 'url' | 'branch' | 'reviewers'>
  /** False if it was there already: then only what could not be done before is, so that nothing comes back that people took away. */
  readonly isNew: boolean
  /** Asked beside those of the policy. */
  readonly owners: readonly string[]
}

/** Gives a pull request that brings no proposals the labels and reviewers that others have; all are side steps. */
export async function askForReview(
  { pullRequest, isNew, owners }: AskedReview,
  host: ReviewHost,
  sideSteps: SideSteps,
): Promise<void> {
  const { branch, number, url, reviewers: asked } = pullRequest
  const { policy, pullRequests } = host
  const left = await sideSteps.listOf(branch)
  const isWanted = (kind: SideStepKind) => isNew || left.some((problem) => problem.kind === kind)
  const place = { branch, pullRequest: { number, url } }
  const byDefault = isWanted('default-reviewers') ? await findDefaultReviewers(place, host, sideSteps) : []
  const { canAsk } = pullRequests.features
  const given = isNew ? [...owners.filter((name) => canAsk(name)), ...byDefault] : byDefault
  const wanted = await listWantedReviewers(branch, policy, given, sideSteps)
  const isLeft = (name: string) => given.includes(name) || left.some(({ about }) => about === name)
  await completePullRequest(
    {
      ...{ ...place, tip: '', check: nothingToCheck, removeLabels: [], isReady: false, hasStatus: false },
      addLabels: pullRequests.features.labels && isWanted('labels') ? policy.labels : [],
      reviewers: wanted.filter(({ name }) => !asked.includes(name) && (isNew || isLeft(name))),
    },
    host,
    sideSteps,
  )
}

async function nothingToCheck(): Promise<never> {
  throw new Error('The pull request brings no blueprints that could be checked.')
}
