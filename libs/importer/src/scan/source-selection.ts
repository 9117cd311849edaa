import type { PullRequestPolicy } from '@groundplan/proposal'
import type { ReviewSettings } from '../review-settings.ts'
import type {
  HostedRepository,
  RepositoryDirectory,
  RepositoryName,
  ScmKind,
  WebhookHost,
} from '@groundplan/scm'

/** What an import needs of a host that has repositories. */
export interface SourceHost {
  readonly repositories: RepositoryDirectory
  /** Absent where the host has no webhooks: changes there are found by polling. */
  readonly webhooks: WebhookHost | undefined
}

/** Repositories of one owner that are to be imported, as the configuration says. */
export interface SourceSelection {
  /** The host's name in the configuration. */
  readonly host: string
  /** For links to its pages; where it is absent, addresses have to tell. */
  readonly kind?: ScmKind | undefined
  /** Throws InputError if there is no way in. */
  openHost(): Promise<SourceHost>
  readonly owner: string
  /** Which of the listed repositories are taken. */
  select(listed: readonly HostedRepository[]): readonly HostedRepository[]
  /** The former name by which the configuration still names a repository; `undefined` if it doesn't, or leaves it out otherwise. */
  findFormerName?(
    repository: HostedRepository,
    formerNames: readonly RepositoryName[],
  ): RepositoryName | undefined
  /** True if a module's directory is taken. */
  takesPath(path: string): boolean
  /** The branch that is read; the default branch if absent. */
  readonly chooseBranch?: BranchChoice | undefined
  /** The tag at which each module is read; if absent, all are read as they are on the branch. */
  readonly chooseTags?: TagChoice | undefined
  readonly includeExamples: boolean
  /** What is different for the pull requests of its repositories. */
  readonly review?: SelectionReview | undefined
  /** Changes when anything above does. */
  readonly id: string
}

export interface SelectionReview extends Pick<ReviewSettings, 'askOwners'> {
  /** The company's if absent. */
  readonly policy?: PullRequestPolicy | undefined
}

/** Chooses one of a repository's branches; `undefined` if it has none that is wanted. */
export type BranchChoice = (branches: {
  readonly names: readonly string[]
  readonly defaultBranch: string
}) => string | undefined

/** Chooses tags for modules, by their directories; those for which there is none are absent. */
export type TagChoice = (
  tags: readonly string[],
  modulePaths: readonly string[],
) => ReadonlyMap<string, string>
