import type { ScmProvider } from '../scm-provider.ts'

/** A host for the contract suite: a stand-in or, for folders, something that does as people do. */
export interface ScmTestHost {
  /** One that loses no time with waiting. */
  createProvider(): ScmProvider
  readonly people: ScmTestPeople
  /** Where requests can be made to fail. */
  readonly faults?: ScmTestFaults | undefined
  /** Moves the host's clock on. */
  readonly passTime?: ((milliseconds: number) => void) | undefined
  /** What must appear in no error. */
  readonly secrets?: readonly string[] | undefined
  /** What requests and replies so far had that the host's vendor does not describe. */
  readonly violations?: readonly string[] | undefined
  /** What the host does not tell of a repository; of its default branch, not in listings. */
  readonly silentAbout?: readonly RepositoryTrait[] | undefined
  /** False where nothing that was closed can be opened again; true by default. */
  readonly reopens?: boolean | undefined
  /** How the host's API names reviewers; by the login if absent. */
  readonly nameOf?: ((login: string) => string) | undefined
  close(): Promise<void>
}

export type RepositoryTrait = 'archived' | 'fork' | 'language' | 'description' | 'default-branch'

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

/** What people do at the host without us. What is optional is tried only where it can be done. */
export interface ScmTestPeople {
  /** Answers the head commit; an empty text where there is none. */
  createRepository(repository: NewTestRepository): Promise<string>
  /** Makes a person known to the host. */
  join?(login: string): void
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
  renameRepository?(owner: string, name: string, newName: string): Promise<void>
  deleteRepository(owner: string, name: string): Promise<void>
  setAccess?(owner: string, name: string, access: 'none' | 'read' | 'write'): void
  revokeToken?(): void
  restoreToken?(): void
  listIssues?(owner: string, name: string): readonly TestIssue[]
  closeIssue?(owner: string, name: string, number: number): Promise<void>
  /** Oldest first; those that were replaced may be among them. */
  listStatuses?(owner: string, name: string, commit: string): readonly TestStatus[]
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
  /** Asked for each request; what it returns befalls the request. */
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
