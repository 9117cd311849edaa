import type { PullRequestFeatures } from '@groundplan/scm'

/** Only repositories have labels, with one request each. Drafts are supported since 8.18; older servers ignore the field. */
export const features: PullRequestFeatures = {
  labels: false,
  // HTML in Markdown is shown as text.
  folds: false,
  // Users only.
  canAsk: (name) => !name.includes('/'),
  // The host's 32,768 minus room for the marker line.
  maximumBodyLength: 32_600,
}
