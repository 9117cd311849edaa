/** Awaited between the steps of a long loop; see `createPace`. */
export type Pace = () => Promise<void> | undefined

/** How long a loop may keep the event loop to itself, in milliseconds. */
const sliceLength = 8

/**
 * Keeps a long loop from holding up everything else in the process: awaited between two steps, it lets others go first whenever
 * a slice of time is used up. Throws the signal's reason once that is aborted.
 */
export function createPace(signal?: AbortSignal): Pace {
  let end = Date.now() + sliceLength
  const rest = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0))
    end = Date.now() + sliceLength
    signal?.throwIfAborted()
  }
  return () => {
    signal?.throwIfAborted()
    return Date.now() < end ? undefined : rest()
  }
}
