import { createHash } from 'node:crypto'
import type { Issue } from '@groundplan/scm'
import type { JsonRefs } from './json-refs.ts'

/** An issue as stored. */
export type StoredIssue = Omit<Issue, 'url'>

/** Where the issue of this number is kept. */
export const issueRef = (number: number) => `refs/groundplan/issues/${number}`

/** The issues of one repository, stored in it: one document per issue and one ref per title. */
export class IssueStore {
  readonly #refs: JsonRefs

  constructor(refs: JsonRefs) {
    this.#refs = refs
  }

  async find(title: string): Promise<StoredIssue | undefined> {
    const named = await this.#refs.find<StoredIssue>(titleRef(title))
    return named && (await this.#refs.find<StoredIssue>(issueRef(named.document.number)))?.document
  }

  async put({ title, body }: Pick<Issue, 'title' | 'body'>): Promise<StoredIssue> {
    return this.#refs.untilDone(async () => {
      const known = await this.find(title)
      return known === undefined
        ? this.#create(title, body)
        : this.#update(known.number, { body, open: true })
    })
  }

  async #create(title: string, body: string): Promise<StoredIssue | undefined> {
    const numbers = (await this.#refs.listNames('refs/groundplan/issues')).map(Number)
    const issue = { number: Math.max(0, ...numbers) + 1, title, body, open: true }
    const to = await this.#refs.write(issue)
    const refs = [issueRef(issue.number), titleRef(title)]
    const isDone = await this.#refs.commit(refs.map((ref) => ({ ref, to, from: 'absent' })))
    return isDone ? issue : undefined
  }

  async #update(number: number, change: Partial<StoredIssue>): Promise<StoredIssue | undefined> {
    const stored = await this.#refs.find<StoredIssue>(issueRef(number))
    if (stored === undefined) return undefined
    const issue = { ...stored.document, ...change }
    const to = await this.#refs.write(issue)
    const isDone = await this.#refs.commit([{ ref: issueRef(number), to, from: stored.blobId }])
    return isDone ? issue : undefined
  }
}

function titleRef(title: string): string {
  return `refs/groundplan/issue-titles/${createHash('sha256').update(title).digest('hex')}`
}
