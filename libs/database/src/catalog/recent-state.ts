import { recentMilliseconds, type CatalogState } from '@groundplan/catalog'

/** Reads the state of the catalog once for all who ask for it within a moment: every page of the catalog does. */
export class RecentState {
  readonly #read: () => Promise<CatalogState>
  #last: { readonly state: Promise<CatalogState>; readonly at: number } | undefined

  constructor(read: () => Promise<CatalogState>) {
    this.#read = read
  }

  read(): Promise<CatalogState> {
    // A clock that nobody sets back.
    const at = performance.now()
    if (this.#last === undefined || at - this.#last.at >= recentMilliseconds) {
      const last = { state: this.#read(), at }
      this.#last = last
      // Errors are for those who have asked, not for those who ask later.
      last.state.catch(() => {
        if (this.#last === last) this.forget()
      })
    }
    return this.#last.state
  }

  /** Whoever asks from now on gets what has been written. */
  forget(): void {
    this.#last = undefined
  }
}
