/** Limits concurrency; further calls wait in order. */
export interface Gate {
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Creates a gate that lets `limit` calls run at a time, first come, first served. */
export function limitConcurrency(limit: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  const enter = async () => {
    // The slot passes directly to the next in line, so nobody overtakes.
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
  }
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
  return {
    run: async (work) => {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
