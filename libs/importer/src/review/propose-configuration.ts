import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError } from '@groundplan/errors'
import {
  askForReview,
  dropDoneBranch,
  openOrFindPullRequest,
  sideStepsOf,
  type ProposalDependencies,
  type ReviewHost,
} from '@groundplan/proposal'
import { beforeConfiguration, generator } from '@groundplan/scm'
import { renderOnboarding, type Prospect } from './render-onboarding.ts'

/** What the pull request with the configuration shows of what would come. */
export const onboardingStep = { kind: 'onboarding', subject: 'configuration' } as const

/** A first configuration that people have not merged yet. */
export interface Onboarding {
  readonly path: string
  readonly text: string
  /** Come with it, unless the default branch has them: what the file refers to. */
  readonly files?: ChangeSet | undefined
  /** As `nameOwnBranch` names it. */
  readonly branch: string
  /** Which secrets it would have sent where once it is merged, in Markdown, one line each. */
  readonly secrets?: readonly string[] | undefined
}

export interface ProposedConfiguration {
  readonly url: string
  /** True if people have closed it: then nothing is imported until they open it again or write a configuration. */
  readonly closed: boolean
}

/** Opens the pull request that brings the first configuration and shows what would come of it, or brings it up to date. */
export async function proposeConfiguration(
  { path, text, branch, files = [], secrets = [] }: Onboarding,
  prospect: Omit<Prospect, 'secrets'>,
  dependencies: ProposalDependencies,
  host: ReviewHost,
): Promise<ProposedConfiguration> {
  const { repository, now } = dependencies
  const { branch: base, commit: head } = await repository.readHead()
  const title = 'Configure Groundplan'
  const about = { kind: 'configuration' } as const
  if ((await repository.findBranch(branch)) === undefined) {
    const there = await repository.readEntries(
      head,
      files.map((file) => file.path),
    )
    const missing = files.filter((file) => !there.some((entry) => entry.path === file.path))
    const changes = [{ kind: 'write', path, content: text } as const, ...missing]
    const message = `${title}\n\nMerge to start importing.\n`
    const commit = { parent: head, changes, message, author: generator, date: now(), branch, about }
    try {
      await repository.pushBranch({ ...commit, expected: 'absent' })
    } catch (error) {
      // Another importer was faster, with the same file.
      if (!(error instanceof ConflictError)) throw beforeConfiguration(error)
      await repository.refresh()
    }
  }
  const { folds, maximumBodyLength } = host.pullRequests.features
  const body = renderOnboarding(path, { ...prospect, secrets }, { folds, maximumLength: maximumBodyLength })
  const request = { branch, base, title: host.renderTitle?.(title, about) ?? title, body, draft: false }
  let isNew = false
  const found = await openOrFindPullRequest(request, host, {
    isDone: ({ state }) => state.status === 'merged',
    onOpened: () => void (isNew = true),
  })
  if (found.state.status !== 'open') return { url: found.url, closed: true }
  const { number, url } = found
  const sideSteps = sideStepsOf(dependencies)
  const isSame = found.body.trimEnd() === body.trimEnd()
  await sideSteps.attempt({ ...onboardingStep, pullRequest: { number, url } }, async () => {
    if (!isSame) await host.pullRequests.updatePullRequest(host.repository, number, { body })
  })
  const owners = listOwners(prospect.drafts)
  await askForReview({ pullRequest: found, isNew, owners }, host, sideSteps)
  return { url, closed: false }
}

/** Takes away the branch of the configuration once there is one, and forgets what could not be done for its pull request. */
export async function endOnboarding(branch: string, dependencies: ProposalDependencies): Promise<void> {
  const sideSteps = sideStepsOf(dependencies)
  await sideSteps.done(onboardingStep)
  for (const problem of await sideSteps.listOf(branch)) await sideSteps.done(problem)
  await dropDoneBranch(branch, { reason: 'the default branch has a configuration' }, dependencies)
}

/** How many owners of modules are asked about the configuration. */
const mostOwners = 5

/** Those who own the most modules. */
function listOwners(drafts: Prospect['drafts']): readonly string[] {
  const counts = new Map<string, number>()
  for (const { reviewers = [] } of drafts)
    for (const name of reviewers) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].toSorted(([, left], [, right]) => right - left)
  return sorted.slice(0, mostOwners).map(([name]) => name)
}
