/** Lets that many run at a time; the others wait in line. */
export interface Gate {
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Makes a gate through which `limit` pass at a time, in the order in which they came. */
export function limitConcurrency(limit: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  const enter = async () => {
    // Whoever leaves hands its place on, so that nobody overtakes.
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
