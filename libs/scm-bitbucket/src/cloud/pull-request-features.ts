import type { PullRequestFeatures } from '@groundplan/scm'

export const features: PullRequestFeatures = {
  labels: false,
  // The host's 32,768 minus room for the marker line.
  maximumBodyLength: 32_600,
}
