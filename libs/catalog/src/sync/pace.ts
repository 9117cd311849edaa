/** How long work may keep others waiting, in milliseconds. */
const longestStretch = 8

/** Lets others have their turn, if it is some time since they last had it: validating many files takes seconds. */
export class Pace {
  #since = performance.now()

  async rest(): Promise<void> {
    if (performance.now() - this.#since < longestStretch) return
    await new Promise((resolve) => setImmediate(resolve))
    this.#since = performance.now()
  }
}
