import type { ForgeFaults } from './http/fault.ts'
import type { HostKind } from './model/host-kind.ts'
import type { ImportSource, NewRepository } from './model/new-repository.ts'
import type { SignIns } from './model/sign-ins.ts'
import type { PullRequest } from './model/pull-request.ts'
import type { ForgeWebhooks } from './model/webhook-delivery.ts'

export interface ForgeOptions {
  /** Port of the first host; the others take the next ones. Free ones by default. */
  readonly port?: number | undefined
  /** Where the bare repositories are kept; by default a temporary folder that goes with the forge. */
  readonly directory?: string | undefined
  /** Certificate and key in PEM format, to serve HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** What time it is at the hosts, for pushes and replies. */
  readonly now?: (() => Date) | undefined
}

/** One program that serves the same repositories, people and pull requests in several hosts' dialects. */
export interface Forge {
  readonly hosts: Readonly<Record<HostKind, ForgeHost>>
  /** What happens at the host without us: people and their deeds. */
  readonly people: ForgePeople
  /**
   * Requests so far: `api` counts HTTP requests to the APIs; `git` counts git operations, one per `GET …/info/refs` that was let
   * in: an ls-remote, fetch or push each.
   */
  readonly operations: { readonly api: number; readonly git: number }
  resetOperations(): void
  /** What requests or replies so far violated the vendors' descriptions, a sentence each; empty is right. */
  readonly violations: readonly string[]
  /** What is not checked, and why; for instance because a vendor's description is not on this machine. */
  readonly unchecked: readonly string[]
  /** Faults and limits for subsequent requests. */
  readonly faults: ForgeFaults
  readonly webhooks: ForgeWebhooks
  /** GitHub Apps and OAuth consumers of Bitbucket Cloud, which get tokens that expire. */
  readonly signIns: SignIns
  /** Makes a repository from a history that is there already, which is quicker than deeds of people. Returns its head commit. */
  importRepository(repository: NewRepository, source: ImportSource): Promise<string | undefined>
  close(): Promise<void>
}

export interface ForgeHost {
  readonly kind: HostKind
  readonly apiUrl: string
  /** Repositories are at `<webUrl>/<owner>/<name>.git`, on Data Center at `<webUrl>/scm/<owner>/<name>.git`. */
  readonly webUrl: string
  /** The account that the importer uses. */
  readonly login: string
  /** User name that goes with the token in git. */
  readonly username: string
  readonly token: string
}

export interface PersonsCommit {
  /** Made from the default branch if it is not there. The default branch by default. */
  readonly branch?: string | undefined
  /** Contents by path; `null` deletes a file. */
  readonly files: Readonly<Record<string, string | null>>
  readonly message?: string | undefined
  readonly by?: string | undefined
  /** The tip that was read; with another one, throws "branch-moved". Any if absent. */
  readonly expected?: string | undefined
  /** A light tag on the commit. */
  readonly tag?: string | undefined
}

/** A pull request as those who test look at it. */
export type ForgePullRequest = Readonly<PullRequest>

/** Deeds of people. Each is over when the webhooks that it caused have been delivered. */
export interface ForgePeople {
  /** Returns the head commit; an empty text if there are no files. */
  createRepository(
    repository: NewRepository & { readonly files?: Readonly<Record<string, string>> },
  ): Promise<string>
  commit(owner: string, name: string, commit: PersonsCommit): Promise<string>
  /** Moves a branch to any commit, as a force push does; `undefined` deletes it. */
  moveBranch(
    owner: string,
    name: string,
    branch: string,
    commit: string | undefined,
    by?: string,
  ): Promise<void>
  /** Replaces the default branch's history by one commit with the same files; the old commits are gone at once. Returns the new one. */
  rewriteHistory(owner: string, name: string): Promise<string>
  readFiles(owner: string, name: string, ref: string): Promise<Readonly<Record<string, string>>>
  /** Paths that a branch changes, as a pull request to the default branch shows them; `undefined` if they have no history in common. */
  listChangedPaths(owner: string, name: string, branch: string): Promise<ReadonlySet<string> | undefined>
  findBranch(owner: string, name: string, branch: string): string | undefined
  /** Oldest first. */
  listPullRequests(owner: string, name: string): readonly ForgePullRequest[]
  /** Returns its number. */
  openPullRequest(
    owner: string,
    name: string,
    request: { branch: string; title: string; body?: string; base?: string; by?: string },
  ): Promise<number>
  /** Also merges a draft. With what was expected, throws "branch-moved" if another commit is there. Returns the merge's commit. */
  merge(
    owner: string,
    name: string,
    number: number,
    options?: { by?: string; squash?: boolean; deleteBranch?: boolean; expected?: string | undefined },
  ): Promise<string>
  decline(owner: string, name: string, number: number, by?: string): Promise<void>
  reopen(owner: string, name: string, number: number, by?: string): Promise<void>
  comment(owner: string, name: string, number: number, body: string, by?: string): Promise<void>
  label(owner: string, name: string, number: number, label: string, by?: string): Promise<void>
  unlabel(owner: string, name: string, number: number, label: string, by?: string): Promise<void>
  retitle(owner: string, name: string, number: number, title: string, by?: string): Promise<void>
  review(
    owner: string,
    name: string,
    number: number,
    verdict: 'approved' | 'changes-requested',
    by?: string,
  ): Promise<void>
  renameRepository(owner: string, name: string, newName: string): Promise<void>
  transferRepository(owner: string, name: string, newOwner: string): Promise<void>
  deleteRepository(owner: string, name: string): Promise<void>
  archiveRepository(owner: string, name: string): Promise<void>
  unarchiveRepository(owner: string, name: string): Promise<void>
  /** Takes away or gives back the bot's right to see a repository or to write to it. */
  setAccess(owner: string, name: string, access: 'none' | 'read' | 'write'): void
  /** From now on every credential of the bot is refused. */
  revokeToken(): void
  restoreToken(): void
  closeIssue(owner: string, name: string, number: number, by?: string): Promise<void>
  listIssues(
    owner: string,
    name: string,
  ): readonly { number: number; title: string; body: string; open: boolean }[]
  /** Switches the repository's issues on or off. */
  setIssues(owner: string, name: string, on: boolean): void
  /** Refuses pushes to these branches alone; `-*` stands for deletions of any branch by a push. */
  protectBranches(owner: string, name: string, branches: readonly string[]): Promise<void>
  /** Makes these people the default reviewers. */
  setDefaultReviewers(owner: string, name: string, logins: readonly string[]): void
  /** Somebody leaves: from now on nobody knows the account, and it can be asked for nothing. */
  leave(login: string): void
  /** Has an account again. */
  join(login: string): void
  countWebhooks(owner: string, name: string): number
  listStatuses(
    owner: string,
    name: string,
    commit: string,
  ): readonly { key: string; state: string; description: string; url?: string | undefined }[]
}
