import { join } from 'node:path'
import { fromReportedError } from '@groundplan/errors'
import { forkModule, shortLife, shortPauses } from '@groundplan/process'
import { z } from 'zod'

export interface LocalServerOptions {
  readonly home: string
  /** 0 takes a free port; undefined leaves it to the environment. */
  readonly port: number | undefined
  readonly host?: string | undefined
  /** The role: API, worker or both. If undefined, the environment decides. */
  readonly role?: string | undefined
  /** Pools of workers that it serves, separated by commas. If undefined, the environment decides. */
  readonly pools?: string | undefined
  /** False for a server that ends with the command and starts no background work. */
  readonly polls?: boolean | undefined
}

export interface LocalServer {
  readonly url: string
  /** With which a browser signs in once; absent if nobody has to. */
  readonly link: string | undefined
  /** With which this command calls it; absent if it needs none. */
  readonly token: string | undefined
  /** Exit code of the server, once it has ended by itself or was stopped. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

const FirstMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    url: z.string(),
    link: z.string().optional(),
    token: z.string().optional(),
  }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string().optional() }),
])

/** Starts a server on its home folder as a child process. Throws the server's own error if it cannot start. */
export async function startLocalServer({
  home,
  port,
  host,
  role,
  pools,
  polls,
}: LocalServerOptions): Promise<LocalServer> {
  const child = forkModule(join(import.meta.dirname, '../../../server/src/main.ts'), {
    nodeOptions: polls === false ? [...shortPauses, ...shortLife] : shortPauses,
    name: 'The server',
    env: {
      GROUNDPLAN_HOME: home,
      ...(port === undefined ? {} : { GROUNDPLAN_PORT: String(port) }),
      // Its log would mix with the command's output.
      ...(polls === false ? { GROUNDPLAN_POLL: 'off', GROUNDPLAN_LOG_LEVEL: 'warn' } : {}),
      ...(role === undefined ? {} : { GROUNDPLAN_ROLE: role }),
      ...(pools === undefined ? {} : { GROUNDPLAN_WORKER_POOLS: pools }),
      ...(host === undefined ? {} : { GROUNDPLAN_HOST: host }),
    },
  })
  const message = FirstMessage.parse(await child.firstMessage)
  if (message.kind === 'ready') {
    const { url, link, token } = message
    return { url, link, token, ended: child.ended, stop: child.stop }
  }
  await child.ended
  throw fromReportedError(message)
}
