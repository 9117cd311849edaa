import type { PullRequestFeatures } from '@groundplan/scm'

export const features: PullRequestFeatures = {
  labels: false,
  // HTML in Markdown is shown as text.
  folds: false,
  // Nicknames are not unique, and there are no teams: `{uuid}`s and ids of Atlassian accounts.
  canAsk: (name) => /^\{[\da-f-]{36}\}$|^[\da-f]{24}$|^\d+:[\w-]+$/i.test(name),
  // The host's 32,768 minus room for the marker line.
  maximumBodyLength: 32_600,
}
