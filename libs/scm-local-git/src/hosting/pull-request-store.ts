import { createHash } from 'node:crypto'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import type { NewPullRequest } from '@groundplan/scm'
import type { Git } from '../git.ts'
import { parseHistory } from '../parse-history.ts'
import type { JsonRefs, RefChange, StoredDocument } from './json-refs.ts'
import { pullRequestRef, type StoredPullRequest } from './stored-pull-request.ts'

type Stored = StoredDocument<StoredPullRequest>

/** What a change makes of a pull request, and which other refs it moves in the same transaction. */
export interface PullRequestChange {
  readonly to: StoredPullRequest
  readonly refs?: readonly RefChange[] | undefined
}

/**
 * The pull requests of one repository, kept in it: one document each below `refs/groundplan/pull-requests`, and one ref for each
 * branch that has an open one below `refs/groundplan/open`, so that git itself refuses a second.
 */
export class PullRequestStore {
  readonly #git: Git
  readonly #refs: JsonRefs

  constructor(git: Git, refs: JsonRefs) {
    this.#git = git
    this.#refs = refs
  }

  /** Newest first, with current branch tips. */
  async list(): Promise<readonly StoredPullRequest[]> {
    const stored = await this.#refs.list<StoredPullRequest>('refs/groundplan/pull-requests')
    const isAsItWas = await this.#findUnmoved(stored.map(({ document }) => document))
    const settled: StoredPullRequest[] = []
    for (const each of stored) {
      settled.push(isAsItWas(each.document) ? each.document : (await this.#settle(each)).document)
    }
    return settled.toSorted((left, right) => right.number - left.number)
  }

  /** Throws NotFoundError. */
  async get(number: number): Promise<StoredPullRequest> {
    return (await this.#getNow(number)).document
  }

  /** Throws ConflictError if the branch has an open one, InputError if there is nothing to merge. */
  async open({ branch, base, title, body, draft }: NewPullRequest): Promise<StoredPullRequest> {
    const commit = await this.#requireBranch(branch)
    await this.#requireBranch(base)
    if (await this.#isMerged(commit, base)) {
      throw new InputError(`The branch ${branch} has no commits that are not in ${base}.`)
    }
    return this.#refs.untilDone(async () => {
      await this.#requireNoOther(branch)
      const numbers = (await this.#refs.listNames('refs/groundplan/pull-requests')).map(Number)
      const number = Math.max(0, ...numbers) + 1
      const document: StoredPullRequest = {
        number,
        title,
        body,
        branch,
        base,
        commit,
        status: 'open',
        draft,
        labels: [],
        comments: [],
        reviews: [],
        updatedAt: new Date().toISOString(),
      }
      const to = await this.#refs.write(document)
      const created = [pullRequestRef(number), openRef(branch)].map((ref) => ({ ref, to, from: 'absent' }))
      return (await this.#refs.commit(created)) ? document : undefined
    })
  }

  /** Updates a pull request; `change` is called again after a concurrent change. Throws NotFoundError. */
  async change(
    number: number,
    change: (stored: StoredPullRequest) => PullRequestChange | Promise<PullRequestChange>,
  ): Promise<StoredPullRequest> {
    return this.#refs.untilDone(async () => {
      const stored = await this.#getNow(number)
      const { to, refs = [] } = await change(stored.document)
      const document = { ...to, updatedAt: new Date().toISOString() }
      return (await this.#replace(stored, document, refs)) === undefined ? undefined : document
    })
  }

  /** Reopens a closed pull request. Throws ConflictError if it is merged, or its branch was deleted or has another one. */
  async reopen(number: number): Promise<StoredPullRequest> {
    return this.#refs.untilDone(async () => {
      const { document, blobId } = await this.#getNow(number)
      if (document.status === 'open') return document
      if (document.status === 'merged') throw new ConflictError(`Pull request ${number} is merged.`)
      const commit = await this.#findBranch(document.branch)
      if (commit === undefined) throw new ConflictError(`The branch ${document.branch} no longer exists.`)
      await this.#requireNoOther(document.branch)
      const { endedAt: _at, endedBy: _by, ...rest } = document
      const reopened = { ...rest, status: 'open', commit, updatedAt: new Date().toISOString() } as const
      const to = await this.#refs.write(reopened)
      const changes = [
        { ref: pullRequestRef(number), to, from: blobId },
        { ref: openRef(document.branch), to, from: 'absent' },
      ]
      return (await this.#refs.commit(changes)) ? reopened : undefined
    })
  }

  async #find(number: number): Promise<Stored> {
    const isNumber = Number.isSafeInteger(number) && number > 0
    const stored = isNumber ? await this.#refs.find<StoredPullRequest>(pullRequestRef(number)) : undefined
    if (stored === undefined) throw new NotFoundError(`Pull request ${number} does not exist.`)
    return stored
  }

  /** As its branch is now. */
  async #getNow(number: number): Promise<Stored> {
    return this.#settle(await this.#find(number))
  }

  /** An open one follows its branch: to a new tip, or to its end once that is merged or gone. */
  async #settle(stored: Stored): Promise<Stored> {
    const { document } = stored
    if (document.status !== 'open') return stored
    const tip = await this.#findBranch(document.branch)
    const followed = await this.#follow(document, tip)
    if (followed === document) return stored
    const blobId = await this.#replace(stored, followed, [])
    // Another process has changed it, or made the same update.
    return blobId === undefined ? this.#getNow(document.number) : { document: followed, blobId }
  }

  /** Tells of open pull requests, with few commands however many there are, those whose branches nobody has moved or merged. */
  async #findUnmoved(
    documents: readonly StoredPullRequest[],
  ): Promise<(document: StoredPullRequest) => boolean> {
    const format = '--format=%(objectname) %(refname:lstrip=2)'
    const tips = new Set((await this.#git.run('for-each-ref', format, 'refs/heads')).split('\n'))
    const open = documents.filter(({ status }) => status === 'open')
    const merged = new Map<string, ReadonlySet<string>>()
    for (const base of new Set(open.map((document) => document.base))) {
      const isThere = (await this.#findBranch(base)) !== undefined
      const of = ['for-each-ref', format, `--merged=refs/heads/${base}`, 'refs/heads']
      merged.set(base, new Set(isThere ? (await this.#git.run(...of)).split('\n') : []))
    }
    return ({ status, branch, base, commit }) => {
      const tip = `${commit} ${branch}`
      return status !== 'open' || (tips.has(tip) && merged.get(base)?.has(tip) !== true)
    }
  }

  async #follow(document: StoredPullRequest, tip: string | undefined): Promise<StoredPullRequest> {
    const now = new Date().toISOString()
    const commit = tip ?? document.commit
    const mergeCommit = await this.#findMerge(commit, document.base)
    const ended = { ...document, commit, endedAt: now, updatedAt: now }
    if (mergeCommit !== undefined) return { ...ended, status: 'merged', mergeCommit }
    if (tip === undefined) return { ...ended, status: 'closed' }
    return tip === document.commit ? document : { ...document, commit, updatedAt: now }
  }

  /**
   * Writes a new state in place of the one that was read, and lets go of the branch if it is no longer open. The blob's id;
   * `undefined` if somebody else has changed it.
   */
  async #replace(
    { document, blobId }: Stored,
    next: StoredPullRequest,
    others: readonly RefChange[],
  ): Promise<string | undefined> {
    const to = await this.#refs.write(next)
    const changes: RefChange[] = [{ ref: pullRequestRef(next.number), to, from: blobId }, ...others]
    if (document.status === 'open' && next.status !== 'open') {
      const open = await this.#refs.find<StoredPullRequest>(openRef(document.branch))
      if (open?.document.number === next.number)
        changes.push({ ref: openRef(document.branch), to: undefined, from: open.blobId })
    }
    return (await this.#refs.commit(changes)) ? to : undefined
  }

  /** Throws ConflictError if the branch has an open pull request. */
  async #requireNoOther(branch: string): Promise<void> {
    const open = await this.#refs.find<StoredPullRequest>(openRef(branch))
    if (open === undefined) return
    const { number, status } = await this.get(open.document.number)
    if (status === 'open')
      throw new ConflictError(`The branch ${branch} already has pull request ${number}.`, {
        details: { number },
      })
  }

  async #requireBranch(branch: string): Promise<string> {
    const commit = await this.#findBranch(branch)
    if (commit === undefined) throw new InputError(`Branch ${branch} does not exist.`)
    return commit
  }

  #findBranch(branch: string): Promise<string | undefined> {
    return this.#git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`)
  }

  async #isMerged(commit: string, base: string): Promise<boolean> {
    return (await this.#git.run('rev-list', '--max-count=1', commit, `^refs/heads/${base}`)).trim() === ''
  }

  /** The commit by which the base branch got another one, if it did. */
  async #findMerge(commit: string, base: string): Promise<string | undefined> {
    if ((await this.#findBranch(base)) === undefined || !(await this.#isMerged(commit, base)))
      return undefined
    const printed = await this.#git.run('rev-list', '--topo-order', '--parents', `refs/heads/${base}`)
    return parseHistory(printed).get(commit)
  }
}

/** Names of branches are hashed: `a` and `a/b` may not both be refs. */
function openRef(branch: string): string {
  return `refs/groundplan/open/${createHash('sha256').update(branch).digest('hex')}`
}
