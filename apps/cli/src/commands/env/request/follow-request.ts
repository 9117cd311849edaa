import type {
  ApiClient,
  EnvironmentRequestView,
  EnvironmentRunView,
  EnvironmentView,
} from '@groundplan/api-client'
import { Changes } from './changes.ts'
import type { PatientServer } from './patient-server.ts'

/** A request at which nothing happens by itself any more, with what is known of it. */
export interface FollowedRequest {
  readonly environment: EnvironmentView
  readonly request: EnvironmentRequestView
  readonly run?: EnvironmentRunView | undefined
}

export type LogLine = Awaited<ReturnType<ApiClient['environments']['log']['query']>>['items'][number]

/** Hears what happens to a request. */
export interface FollowListeners {
  /** Each line of the log, once. */
  readonly onLine: (line: LogLine) => void
  /** That the run waits for a pool which no living worker serves: once, until one does. */
  readonly onUnserved: (pool: string) => void
}

/** Milliseconds between two looks at the log. */
const logPause = 1000

/** Milliseconds between two looks at a request that nothing is heard of. */
const longestSilence = 15_000

/**
 * Follows a request until it is over or waits for somebody. A server that is away for a while is
 * waited for. Throws CancelledError after Ctrl-C.
 */
export async function followRequest(
  { id, requestId }: { readonly id: string; readonly requestId: string },
  server: PatientServer,
  { onLine, onUnserved }: FollowListeners,
): Promise<FollowedRequest> {
  const changes = new Changes(id)
  const look = () => server.ask(({ environments }) => environments.request.query({ requestId }))
  try {
    let [state, looked] = [await look(), Date.now()]
    let position: number | undefined
    let unserved: string | undefined
    for (;;) {
      const pool = state.run?.unservedPool
      if (pool !== undefined && pool !== unserved) onUnserved(pool)
      unserved = pool
      // After the request: once that is over, no line comes any more.
      if (state.run !== undefined) position = await readLines({ requestId, position }, server, onLine)
      if (isSettled(state.request)) break
      const changed = await changes.next(server.client, logPause)
      if (changed || Date.now() - looked > longestSilence) [state, looked] = [await look(), Date.now()]
    }
    const { environment } = await server.ask(({ environments }) => environments.get.query({ id }))
    return { environment, ...state }
  } finally {
    changes.close()
  }
}

/** Gives what has come since a position, and returns the new one. */
export async function readLines(
  { requestId, position }: { readonly requestId: string; readonly position: number | undefined },
  server: PatientServer,
  onLine: (line: LogLine) => void,
): Promise<number | undefined> {
  let after = position
  for (;;) {
    const page = await server.ask(({ environments }) =>
      environments.log.query({ requestId, ...(after === undefined ? {} : { after }) }),
    )
    for (const line of page.items) onLine(line)
    after = page.items.at(-1)?.position ?? after
    if (page.nextCursor === undefined) return after
  }
}

/** True if it is over or waits for somebody. */
export function isSettled({ status }: Pick<EnvironmentRequestView, 'status'>): boolean {
  return status !== 'planning' && status !== 'running'
}
