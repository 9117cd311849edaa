import type { RepositoryDirectory } from '../repository-directory.ts'
import type { ScmHost } from '../scm-host.ts'
import type { WebhookReader } from '../webhook-host.ts'

/** A place with repositories for the contract suite of a RepositoryDirectory. */
export interface RepositoryTestHost {
  readonly people: RepositoryTestPeople
  /** One that loses no time with waiting. */
  createHost(): { readonly repositories: RepositoryDirectory }
  /** Moves the host's clock on. */
  readonly passTime?: ((milliseconds: number) => void) | undefined
  /** Most repositories that one request lists; 100 if absent. */
  readonly pageLength?: number | undefined
  /** What the host does not tell of a repository; of its default branch, not in listings, and of its pushes, only there. */
  readonly silentAbout?: readonly RepositoryTrait[] | undefined
  close(): Promise<void>
}

/** A host for the contract suite of all ports: a stand-in over real git. */
export interface ScmTestHost extends RepositoryTestHost {
  readonly people: ScmTestPeople
  createHost(): ScmHost
  readonly webhookReader: WebhookReader
  /** Makes requests fail. */
  readonly faults: ScmTestFaults
  /** What must appear in no error. */
  readonly secrets: readonly string[]
  /** Requests and replies so far that the host's vendor does not describe; absent without a description. */
  readonly violations?: readonly string[] | undefined
  /** False where a closed pull request can't be reopened; true by default. */
  readonly reopens?: boolean | undefined
  /** False where the host itself accepts a second open pull request from the same branch; true by default. */
  readonly uniquePullRequests?: boolean | undefined
  /** True where asking the default reviewers is left to whoever opens a pull request; false by default. */
  readonly leavesDefaultReviewers?: boolean | undefined
  /** How the host's API names reviewers; by the login if absent. */
  readonly nameOf?: ((login: string) => string) | undefined
}

export type RepositoryTrait =
  'archived' | 'fork' | 'language' | 'description' | 'topics' | 'change-token' | 'default-branch'

export interface NewTestRepository {
  readonly owner: string
  readonly name: string
  /** Contents of the first commit; without any, the repository is empty. */
  readonly files?: Readonly<Record<string, string>> | undefined
  readonly description?: string | undefined
  readonly archived?: boolean | undefined
  readonly fork?: boolean | undefined
  readonly topics?: readonly string[] | undefined
  readonly language?: string | undefined
  /** `main` if absent. */
  readonly defaultBranch?: string | undefined
}

/** What people do to repositories without us. What is optional is tried only where it can be done. */
export interface RepositoryTestPeople {
  /** Answers the head commit; an empty text where there is none. */
  createRepository(repository: NewTestRepository): Promise<string>
  /** One commit on a branch, which is made from the default branch if need be; answers its id. */
  commit(
    owner: string,
    name: string,
    commit: {
      readonly branch?: string | undefined
      readonly files: Readonly<Record<string, string | null>>
      readonly by?: string | undefined
    },
  ): Promise<string>
  renameRepository?(owner: string, name: string, newName: string): Promise<void>
  deleteRepository(owner: string, name: string): Promise<void>
  setAccess?(owner: string, name: string, access: 'none' | 'read' | 'write'): void
  revokeToken?(): void
  restoreToken?(): void
}

/** What people do at a host without us. */
export interface ScmTestPeople extends RepositoryTestPeople {
  setDefaultReviewers?(owner: string, name: string, logins: readonly string[]): void
  /** Deletes a branch, where no commit is given. */
  moveBranch(owner: string, name: string, branch: string, commit: undefined): Promise<void>
  readFiles(owner: string, name: string, ref: string): Promise<Readonly<Record<string, string>>>
  listPullRequests(owner: string, name: string): readonly TestPullRequest[]
  merge(owner: string, name: string, number: number, options?: { readonly by?: string }): Promise<string>
  decline(owner: string, name: string, number: number, by?: string): Promise<void>
  comment(owner: string, name: string, number: number, body: string, by?: string): Promise<void>
  label(owner: string, name: string, number: number, label: string): Promise<void>
  review(
    owner: string,
    name: string,
    number: number,
    verdict: 'approved' | 'changes-requested',
    by?: string,
  ): Promise<void>
  setAccess(owner: string, name: string, access: 'none' | 'read' | 'write'): void
  revokeToken(): void
  restoreToken(): void
  listIssues(owner: string, name: string): readonly TestIssue[]
  closeIssue(owner: string, name: string, number: number): Promise<void>
  /** Oldest first; those that were replaced may be among them. */
  listStatuses(owner: string, name: string, commit: string): readonly TestStatus[]
}

export interface TestPullRequest {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly branch: string
  readonly status: 'open' | 'merged' | 'closed'
  readonly draft: boolean
  readonly labels: readonly string[]
  /** Oldest first. */
  readonly comments: readonly { readonly body: string }[]
}

export interface TestIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly open: boolean
}

export interface TestStatus {
  readonly key: string
  readonly state: string
  readonly description: string
}

export interface ScmTestFaults {
  /** Called for each request. Returns the fault to inject. */
  inject(decide: ((request: TestRequest) => TestFault | undefined) | undefined): void
}

export interface TestRequest {
  readonly kind: 'api' | 'git'
  readonly method: string
  readonly path: string
}

export type TestFault =
  | {
      readonly kind: 'status'
      readonly status: 500 | 502 | 503 | 429 | 403
      readonly retryAfter?: number
      readonly when: 'before' | 'after'
    }
  | { readonly kind: 'primary-rate-limit'; readonly resetInSeconds: number }
  | { readonly kind: 'secondary-rate-limit'; readonly retryAfter?: number }
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' | 'midway' }
