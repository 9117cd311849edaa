import { ExternalServiceError } from '@groundplan/errors'
import type { Git } from '../git.ts'
import { readObjects } from '../git-objects.ts'
import { pauseFor } from '../retry.ts'
import { isRetryable } from '../translate-git-error.ts'

/** A document as a ref has it. */
export interface StoredDocument<Document> {
  readonly document: Document
  /** Id of the blob; tells one state of the document from another. */
  readonly blobId: string
}

/** One ref in a transaction, and where it must be for the transaction to take place. */
export interface RefChange {
  readonly ref: string
  /** The object that it is to point at; `undefined` deletes it. */
  readonly to: string | undefined
  readonly from: string | 'absent'
}

/** Maximum number of retries after a concurrent change. */
const attempts = 30

/** Stores JSON documents in a git repository, each as a blob with a ref. Safe for concurrent processes. */
export class JsonRefs {
  readonly #git: Git

  constructor(git: Git) {
    this.#git = git
  }

  async find<Document>(ref: string): Promise<StoredDocument<Document> | undefined> {
    return (await this.#read<Document>([ref]))[0]
  }

  /** Every document whose ref is below this one. */
  async list<Document>(below: string): Promise<readonly StoredDocument<Document>[]> {
    const printed = await this.#git.run('for-each-ref', '--format=%(objectname)', below)
    return this.#read(printed.split('\n').filter((line) => line !== ''))
  }

  /** Last parts of the names of the refs below this one. */
  async listNames(below: string): Promise<readonly string[]> {
    const printed = await this.#git.run('for-each-ref', '--format=%(refname)', below)
    return printed.split('\n').flatMap((ref) => (ref === '' ? [] : [ref.slice(ref.lastIndexOf('/') + 1)]))
  }

  async write(document: unknown): Promise<string> {
    const text = JSON.stringify(document, undefined, 1)
    return (await this.#git.feed(text, 'hash-object', '-w', '--stdin')).toString('utf8').trim()
  }

  /** Applies all changes, or none and returns false if a ref is not at its expected position. */
  async commit(changes: readonly RefChange[]): Promise<boolean> {
    const lines = changes.map(({ ref, to, from }) => {
      if (to === undefined) return `delete ${ref} ${from}`
      return from === 'absent' ? `create ${ref} ${to}` : `update ${ref} ${to} ${from}`
    })
    try {
      await this.#git.feed(`${lines.join('\n')}\n`, 'update-ref', '--stdin')
      return true
    } catch (error) {
      if (isRetryable(error)) return false
      throw error
    }
  }

  /** Retries until `attempt` returns a result; it returns `undefined` after a concurrent change. */
  async untilDone<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
    for (let count = 1; ; count += 1) {
      const result = await attempt()
      if (result !== undefined) return result
      if (count === attempts) {
        const message = 'The repository keeps changing.'
        throw new ExternalServiceError(message, { service: 'git', retryable: true, hint: 'Try again.' })
      }
      await pauseFor(5 * count, undefined)
    }
  }

  /** By refs or ids of blobs. */
  async #read<Document>(names: readonly string[]): Promise<readonly StoredDocument<Document>[]> {
    const contents = await readObjects(this.#git, names)
    return [...contents].map(([blobId, bytes]) => ({
      blobId,
      document: JSON.parse(Buffer.from(bytes).toString('utf8')) as Document,
    }))
  }
}
