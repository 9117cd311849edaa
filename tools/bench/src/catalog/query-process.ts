import { Agent, get } from 'node:http'
import { serveTasks } from '@groundplan/process'
import { createRequests, type RequestKind } from './create-requests.ts'

/** Questions at a steady rate, whether those before are answered or not. */
export interface QueryTask {
  readonly url: string
  /** The session of whoever asks. */
  readonly session: string
  readonly seconds: number
  readonly requestsPerSecond: number
  /** Names of blueprints. */
  readonly names: readonly string[]
}

export interface QueryResult {
  /** Milliseconds from when a request was due until its answer had arrived, by what was asked. */
  readonly latencies: Readonly<Record<RequestKind, readonly number[]>>
  /** Milliseconds from when a request was due until it was sent: how late this process itself was. Part of the latencies. */
  readonly lateness: readonly number[]
  readonly failures: readonly string[]
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 })

async function query({ url, session, seconds, requestsPerSecond, names }: QueryTask): Promise<QueryResult> {
  const requests = await createRequests({ url, session, names })
  const latencies: Record<RequestKind, number[]> = { list: [], search: [], get: [], floor: [] }
  const lateness: number[] = []
  const failures: string[] = []
  const start = performance.now() + 50
  const pending: Promise<void>[] = []
  for (let index = 0; index < seconds * requestsPerSecond; index += 1) {
    const due = start + (index * 1000) / requestsPerSecond
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const { kind, path } = requests(index)
    lateness.push(performance.now() - due)
    const work = ask(`${url}${path}`, session).then(
      () => void latencies[kind].push(performance.now() - due),
      (error: unknown) => void failures.push(`${path}: ${String(error)}`),
    )
    pending.push(work)
  }
  await Promise.all(pending)
  return { latencies, lateness, failures }
}

/** Asks as browsers do: over connections that stay open, for compressed answers. */
function ask(url: string, session: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip, br', authorization: `Bearer ${session}` }
    const request = get(url, { agent, headers }, (response) => {
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      )
      response.on('error', reject)
      response.resume()
    })
    request.on('error', reject)
  })
}

serveTasks(query)
