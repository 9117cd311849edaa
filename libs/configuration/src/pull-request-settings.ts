import type { Configuration, PullRequestSettings, RepositorySelection } from './configuration.ts'

/** The effective pull request settings of a selection: its own override those of the file. */
export function pullRequestSettings(
  configuration: Pick<Configuration, 'pull-requests'>,
  selection: Pick<RepositorySelection, 'pull-requests'>,
): PullRequestSettings {
  const own = Object.entries(selection['pull-requests']).filter(([, value]) => value !== undefined)
  return { ...configuration['pull-requests'], ...Object.fromEntries(own) }
}
