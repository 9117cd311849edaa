import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CancelledError, ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import type {
  Comment,
  CommitAuthor,
  CommitStatus,
  HostedRepository,
  Issue,
  KeyedComment,
  NewPullRequest,
  PullRequest,
  PullRequestFilter,
  PullRequestMerge,
  PullRequestUpdate,
  RepositoryName,
  Review,
  ScmFeatures,
  ScmProvider,
  WebhookDelivery,
} from '@groundplan/scm'
import { createGit, type Git } from './git.ts'
import { findRepository, listRepositoryFolders, type RepositoryFolder } from './hosting/find-repository.ts'
import { IssueStore, type StoredIssue } from './hosting/issue-store.ts'
import { JsonRefs } from './hosting/json-refs.ts'
import { mergePullRequest } from './hosting/merge-pull-request.ts'
import { PullRequestStore } from './hosting/pull-request-store.ts'
import { readHostedRepository } from './hosting/read-hosted-repository.ts'
import { setStatus } from './hosting/set-status.ts'
import { toPullRequest, type StoredPullRequest } from './hosting/stored-pull-request.ts'

export interface LocalGitScmProviderOptions {
  /** The root folder; its subfolders are the owners. */
  readonly root: string
  /** Our user name for merges, comments and closing. */
  readonly author: CommitAuthor
}

const pageLength = 100
const maximumBodyLength = 65_536

/**
 * A folder of git repositories as a host: owners are the folders below the root (`.` is the root itself), repositories the folders
 * in them, bare or not. Pull requests, comments, labels, issues and statuses are git objects of the repository itself, under
 * `refs/groundplan`.
 */
export class LocalGitScmProvider implements ScmProvider {
  readonly kind = 'local-git'
  readonly features: ScmFeatures = {
    changeTokens: true,
    topics: false,
    labels: true,
    reviewers: false,
    drafts: true,
    statuses: true,
    issues: true,
    webhooks: false,
    uniquePullRequests: true,
    maximumBodyLength,
  }
  readonly #root: string
  readonly #author: CommitAuthor

  constructor({ root, author }: LocalGitScmProviderOptions) {
    this.#root = root
    this.#author = author
  }

  async *listRepositories(owner: string, signal?: AbortSignal): AsyncGenerator<readonly HostedRepository[]> {
    const requireGoing = () => {
      if (signal?.aborted === true) throw new CancelledError()
    }
    requireGoing()
    const folders = await listRepositoryFolders(this.#root, owner)
    for (let start = 0; start < folders.length; start += pageLength) {
      const page: HostedRepository[] = []
      for (const folder of folders.slice(start, start + pageLength)) {
        requireGoing()
        page.push(await readHostedRepository(gitIn(folder), folder))
      }
      yield page
    }
  }

  async getRepository(repository: RepositoryName): Promise<HostedRepository> {
    const folder = await findRepository(this.#root, repository)
    return readHostedRepository(gitIn(folder), folder)
  }

  async findHead(repository: RepositoryName): Promise<string | undefined> {
    const { git } = await this.#openRepository(repository)
    return git.ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
  }

  async findGitCredentials(): Promise<undefined> {
    return undefined
  }

  async listPullRequests(
    repository: RepositoryName,
    { status, branch, updatedSince }: PullRequestFilter,
  ): Promise<readonly PullRequest[]> {
    const { pullRequests, show } = await this.#openRepository(repository)
    const wanted = (await pullRequests.list()).filter(
      (each) =>
        (branch === undefined || each.branch === branch) &&
        (status === 'any' || each.status === 'open') &&
        (updatedSince === undefined || new Date(each.updatedAt) >= updatedSince),
    )
    return wanted.map(show)
  }

  async getPullRequest(repository: RepositoryName, number: number): Promise<PullRequest> {
    const { pullRequests, show } = await this.#openRepository(repository)
    return show(await pullRequests.get(number))
  }

  async openPullRequest(repository: RepositoryName, request: NewPullRequest): Promise<PullRequest> {
    const { pullRequests, show } = await this.#openRepository(repository)
    requireLength(request.body)
    return show(await pullRequests.open(request))
  }

  async updatePullRequest(
    repository: RepositoryName,
    number: number,
    update: PullRequestUpdate,
  ): Promise<PullRequest> {
    const { pullRequests, show } = await this.#openRepository(repository)
    if (update.body !== undefined) requireLength(update.body)
    return show(await pullRequests.change(number, (stored) => ({ to: applyUpdate(stored, update) })))
  }

  async closePullRequest(repository: RepositoryName, number: number): Promise<void> {
    const { pullRequests } = await this.#openRepository(repository)
    if ((await pullRequests.get(number)).status !== 'open') return
    await pullRequests.change(number, (stored) => {
      if (stored.status !== 'open') return { to: stored }
      const ended = { endedBy: this.#author.name, endedAt: new Date().toISOString() }
      return { to: { ...stored, ...ended, status: 'closed' } }
    })
  }

  async reopenPullRequest(repository: RepositoryName, number: number): Promise<PullRequest> {
    const { pullRequests, show } = await this.#openRepository(repository)
    return show(await pullRequests.reopen(number))
  }

  async mergePullRequest(repository: RepositoryName, merge: PullRequestMerge): Promise<string> {
    const { git, pullRequests: store, folder } = await this.#openRepository(repository)
    const { directory: address, gitDirectory } = folder
    const setting = { git, store, author: this.#author, address, configFile: join(gitDirectory, 'config') }
    return mergePullRequest(setting, merge)
  }

  async listReviews(repository: RepositoryName, number: number): Promise<readonly Review[]> {
    const { pullRequests } = await this.#openRepository(repository)
    const { reviews } = await pullRequests.get(number)
    const newest = new Map(reviews.map((review) => [review.by, { ...review, at: new Date(review.at) }]))
    return [...newest.values()]
  }

  async listComments(repository: RepositoryName, number: number): Promise<readonly Comment[]> {
    const { pullRequests } = await this.#openRepository(repository)
    const { comments } = await pullRequests.get(number)
    return comments.map(({ id, by, body, at }) => ({ id, by, body, at: new Date(at) }))
  }

  async putComment(repository: RepositoryName, number: number, { key, body }: KeyedComment): Promise<void> {
    const { pullRequests } = await this.#openRepository(repository)
    requireLength(body)
    await pullRequests.change(number, (stored) => {
      const isKnown = stored.comments.some((comment) => comment.key === key)
      const added = { id: randomUUID(), key, by: this.#author.name, body, at: new Date().toISOString() }
      const comments = isKnown
        ? stored.comments.map((comment) => (comment.key === key ? { ...comment, body } : comment))
        : [...stored.comments, added]
      return { to: { ...stored, comments } }
    })
  }

  async setStatus(repository: RepositoryName, commit: string, status: CommitStatus): Promise<void> {
    const { git, refs } = await this.#openRepository(repository)
    const known = await git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
    if (known === undefined) throw new NotFoundError(`Commit ${commit} does not exist.`)
    await setStatus(refs, known, status)
  }

  async findIssue(repository: RepositoryName, title: string): Promise<Issue | undefined> {
    const { issues, folder } = await this.#openRepository(repository)
    const issue = await issues.find(title)
    return issue && showIssue(issue, folder)
  }

  async putIssue(repository: RepositoryName, issue: Pick<Issue, 'title' | 'body'>): Promise<Issue> {
    const { issues, folder } = await this.#openRepository(repository)
    requireLength(issue.body)
    return showIssue(await issues.put(issue), folder)
  }

  async putWebhook(): Promise<never> {
    throw new ConflictError('Local folders do not support webhooks.', {
      hint: 'Changes in folders are found by polling.',
    })
  }

  async readWebhook(): Promise<WebhookDelivery> {
    throw new ConflictError('Local folders do not support webhooks.')
  }

  async #openRepository(repository: RepositoryName) {
    const folder = await findRepository(this.#root, repository)
    const git = gitIn(folder)
    const refs = new JsonRefs(git)
    const url = pathToFileURL(folder.directory).href
    const show = (stored: StoredPullRequest) => toPullRequest(stored, url)
    return {
      folder,
      git,
      refs,
      pullRequests: new PullRequestStore(git, refs),
      issues: new IssueStore(refs),
      show,
    }
  }
}

function gitIn({ directory, gitDirectory }: RepositoryFolder): Git {
  return createGit({ directory: gitDirectory, isRepository: true, subject: directory })
}

function applyUpdate(
  stored: StoredPullRequest,
  { title, body, draft, addLabels = [], removeLabels = [] }: PullRequestUpdate,
): StoredPullRequest {
  const labels = new Set([...stored.labels, ...addLabels])
  for (const label of removeLabels) labels.delete(label)
  return {
    ...stored,
    title: title ?? stored.title,
    body: body ?? stored.body,
    draft: draft ?? stored.draft,
    labels: [...labels],
  }
}

function showIssue(issue: StoredIssue, { directory }: RepositoryFolder): Issue {
  return { ...issue, url: `${pathToFileURL(directory).href}#issue-${issue.number}` }
}

function requireLength(body: string): void {
  if (body.length <= maximumBodyLength) return
  throw new InputError(`The text has ${body.length} characters; the limit is ${maximumBodyLength}.`)
}
