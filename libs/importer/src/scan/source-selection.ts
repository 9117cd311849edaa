import type { HostedRepository, RepositoryName, ScmProvider } from '@groundplan/scm'

/** Repositories of one owner that are to be imported, as the configuration says. */
export interface SourceSelection {
  /** The host's name in the configuration. */
  readonly host: string
  /** Throws InputError if there is no way in. */
  openProvider(): Promise<ScmProvider>
  readonly owner: string
  /** Which of the listed repositories are taken, with the branch to read (the default branch if absent). */
  select(listed: readonly HostedRepository[]): readonly SelectedRepository[]
  /** True if a module's directory is taken. */
  takesPath(path: string): boolean
  readonly includeExamples: boolean
  /** Changes when anything above does. */
  readonly id: string
}

export interface SelectedRepository {
  readonly repository: HostedRepository
  readonly ref?: string | undefined
}

/** Limits a run to one repository of one host, of which a webhook told. */
export interface OnlyRepository extends RepositoryName {
  readonly host: string
}
