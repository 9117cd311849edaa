import type { PullRequest } from '@groundplan/scm'
import type { ProposalPullRequest } from '../proposal.ts'
import type { PullRequestPolicy } from '../pull-request-policy.ts'

export interface WantedPresentation {
  readonly title: string
  readonly labels: PullRequestPolicy['labels']
}

/**
 * What of a pull request's title and labels is still ours to change: a title that people have changed stays, and a label that they
 * have removed stays away. `known` is what was last written; earlier versions did not keep it.
 */
export function findOurs(
  found: Pick<PullRequest, 'title' | 'labels'>,
  wanted: WantedPresentation,
  known: ProposalPullRequest | undefined,
): { readonly title: string | undefined; readonly addLabels: readonly string[] } {
  const isOurs = known?.title === undefined ? isDefaultTitle(found.title) : sameLine(found.title, known.title)
  const isChanged = !sameLine(found.title, wanted.title)
  const given = known?.labels ?? (known?.syncedFingerprint === undefined ? [] : wanted.labels)
  return {
    title: isChanged && isOurs ? wanted.title : undefined,
    addLabels: wanted.labels.filter((label) => !found.labels.includes(label) && !given.includes(label)),
  }
}

/** What to remember of a pull request that was brought in step; without labels that the host has refused. */
export function rememberOurs(
  found: Pick<PullRequest, 'labels'>,
  wanted: WantedPresentation,
  { known, hasLabels }: { readonly known: ProposalPullRequest | undefined; readonly hasLabels: boolean },
): Required<Pick<ProposalPullRequest, 'title' | 'labels'>> {
  const earlier = known?.labels ?? (known?.syncedFingerprint === undefined ? [] : wanted.labels)
  const present = hasLabels ? wanted.labels : wanted.labels.filter((label) => found.labels.includes(label))
  return { title: wanted.title, labels: [...new Set([...earlier, ...present])] }
}

/** Titles that earlier versions gave. */
function isDefaultTitle(title: string): boolean {
  return /^(?:(?:Add|Update|Retire) blueprint \S+|Blueprints(?: from .+)?)$/.test(title.trim())
}

/** Hosts change white space. */
function sameLine(left: string, right: string): boolean {
  const normal = (text: string) => text.replace(/\s+/g, ' ').trim()
  return normal(left) === normal(right)
}
