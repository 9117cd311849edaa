import type { KnownSignIn, SignInDirectory } from '@groundplan/access'
import { LRUCache } from 'lru-cache'

/** How long it is remembered who somebody is, in milliseconds. Changes that another server has made are noticed so much later. */
export const recentSignIn = 1000

/** The most sessions that are remembered at a time. */
const maximum = 2000

/** Looks up once who has signed in for all requests of a moment, such as those of a page. Changes made by this server count at once. */
export class RecentSignIns implements SignInDirectory {
  readonly #directory: SignInDirectory
  readonly #found: LRUCache<string, Promise<KnownSignIn | undefined>>

  constructor(directory: SignInDirectory) {
    this.#directory = directory
    this.#found = new LRUCache({ max: maximum, ttl: recentSignIn, perf: { now: () => performance.now() } })
  }

  find(hash: string): Promise<KnownSignIn | undefined> {
    const known = this.#found.get(hash)
    if (known !== undefined) return known
    const found = this.#directory.find(hash)
    this.#found.set(hash, found)
    // Errors are for those who have asked, and whoever is not found may have signed in a moment later.
    const forget = () => {
      if (this.#found.peek(hash) === found) this.#found.delete(hash)
    }
    found.then((value) => value ?? forget(), forget)
    return found
  }

  /** The same store. Whatever is done with it counts for the next request. */
  watch<Store extends object>(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target)
        if (typeof member !== 'function') return member
        return async (...given: readonly unknown[]): Promise<unknown> => {
          try {
            return await (Reflect.apply(member, target, given) as unknown)
          } finally {
            this.#found.clear()
          }
        }
      },
    })
  }
}
