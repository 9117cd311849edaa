import type { Environment } from '../model/environment.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import type { Run } from '../model/run.ts'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import { getEnvironment } from '../change/change-environment.ts'
import { isOver } from '../lifecycle/advance.ts'

/** An environment as it is, with what is being done with it. */
export interface EnvironmentSnapshot {
  readonly environment: Environment
  /** Present while a run holds the environment. */
  readonly request?: EnvironmentRequest | undefined
  readonly run?: Run | undefined
}

/** Throws NotFoundError. */
export async function readSnapshot(id: string, store: EnvironmentStore): Promise<EnvironmentSnapshot> {
  const environment = await getEnvironment(id, store)
  const { runId } = environment
  const run = runId === undefined ? undefined : await store.findRun(runId)
  const request = run === undefined ? undefined : await store.findRequest(run.requestId)
  return { environment, ...(run && { run }), ...(request && { request }) }
}

export interface WatchOptions {
  readonly signal: AbortSignal
  /** Milliseconds between two looks. */
  readonly pause: number
  /** A text about something else: when it is another one, the environment is yielded again. It is asked for at each look. */
  readonly readOther?: (() => Promise<string>) | undefined
}

/**
 * Yields an environment now and after every change until it is over or nobody listens any more, by polling. A slow reader misses steps
 * in between, never the last one. Throws NotFoundError.
 */
export async function* watchEnvironment(
  id: string,
  store: EnvironmentStore,
  { signal, pause, readOther }: WatchOptions,
): AsyncGenerator<EnvironmentSnapshot> {
  let shown: string | undefined
  while (!signal.aborted) {
    // Before the rest: what changes in between is read again.
    const own = await store.readMark(id)
    const mark = own && `${own} ${(await readOther?.()) ?? ''}`
    if (mark === undefined || mark !== shown) {
      const snapshot = await readSnapshot(id, store)
      yield snapshot
      if (isOver(snapshot.environment)) return
    }
    shown = mark
    await wait(untilNext(pause), signal)
  }
}

/** Milliseconds until the next multiple of the pause: all who watch look at the same time, which the store does for all of them at once. */
function untilNext(pause: number): number {
  return pause - (Date.now() % pause)
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}
