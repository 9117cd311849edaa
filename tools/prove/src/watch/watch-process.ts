import { serveTasks } from '@groundplan/process'

/** A while of asking a server the same again and again. */
export interface WatchTask {
  readonly url: string
  readonly milliseconds: number
}

export interface WatchResult {
  readonly answers: number
  /** Requests that failed or were refused. */
  readonly failures: readonly string[]
  /** The slowest answer, in milliseconds, and to what. */
  readonly slowest: { readonly path: string; readonly milliseconds: number }
}

const paths = ['/healthz', '/trpc/catalog.list']
/** Pause between two requests, in milliseconds. */
const pause = 20

async function watch({ url, milliseconds }: WatchTask): Promise<WatchResult> {
  const end = performance.now() + milliseconds
  const failures: string[] = []
  let slowest = { path: '', milliseconds: 0 }
  let answers = 0
  while (performance.now() < end) {
    for (const path of paths) {
      const start = performance.now()
      const failure = await ask(`${url}${path}`)
      const took = performance.now() - start
      if (failure === undefined) answers += 1
      else failures.push(`${path}: ${failure}`)
      if (took > slowest.milliseconds) slowest = { path, milliseconds: took }
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return { answers, failures, slowest }
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) })
    await response.arrayBuffer()
    return response.ok ? undefined : `status ${response.status}`
  } catch (error) {
    return String(error)
  }
}

serveTasks(watch)
