import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { forkModule } from '@groundplan/process'
import { z } from 'zod'
import type { Forge } from '../forge.ts'
import type { DemoRepositories } from './fill-demo.ts'

export interface DemoServer {
  /** Address of the portal. */
  readonly url: string
  /** Ends it, and takes its home folder away. */
  close(): Promise<void>
}

const FirstMessage = z.union([
  z.object({ kind: z.literal('ready'), url: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])

/** Starts Groundplan on the forge's GitHub, in a home folder of its own. Throws what the server says when it cannot start. */
export async function startDemoServer(forge: Forge, demo: DemoRepositories): Promise<DemoServer> {
  const home = await mkdtemp(join(tmpdir(), 'groundplan-demo-home-'))
  const port = String(await findPort())
  const { apiUrl, webUrl, token } = forge.hosts.github
  const child = forkModule(join(import.meta.dirname, '../../../../apps/server/src/main.ts'), {
    name: 'The server',
    env: {
      ...{ GROUNDPLAN_HOME: home, GROUNDPLAN_PORT: port, GROUNDPLAN_HOST: 'localhost' },
      GROUNDPLAN_PUBLIC_URL: `http://localhost:${port}`,
      GROUNDPLAN_BLUEPRINTS: `${webUrl}/${demo.owner}/${demo.blueprints}`,
      ...{ GROUNDPLAN_BLUEPRINTS_KIND: 'github', GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl },
      ...{ GROUNDPLAN_BLUEPRINTS_TOKEN: token, GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: 'demo' },
    },
  })
  const close = async () => {
    await child.stop()
    await rm(home, { recursive: true, force: true })
  }
  const message = FirstMessage.parse(await child.firstMessage)
  if (message.kind === 'ready') return { url: message.url, close }
  await close()
  throw new Error(message.message)
}

/** Imports everything that is configured. Throws if the import does not finish. */
export async function importAll(url: string): Promise<void> {
  const client = createNodeApiClient(url)
  const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
  await new Promise<void>((resolve, reject) => {
    const watching = { onData: () => {}, onComplete: resolve, onError: reject }
    client.imports.watch.subscribe({ number }, watching)
  })
  const { state } = await client.imports.get.query({ number })
  if (state.status !== 'finished') throw new Error(`The import is ${state.status}: ${JSON.stringify(state)}`)
}

/** The whole way: the first import proposes the configuration, a person merges it, the next one proposes blueprints. */
export async function walkThrough(
  forge: Forge,
  { owner, blueprints }: DemoRepositories,
  url: string,
): Promise<readonly string[]> {
  await importAll(url)
  const [onboarding] = forge.people.listPullRequests(owner, blueprints)
  if (onboarding === undefined) throw new Error('No configuration was proposed.')
  await forge.people.merge(owner, blueprints, onboarding.number, { by: 'ada' })
  await importAll(url)
  const opened = forge.people.listPullRequests(owner, blueprints)
  return opened.map(({ number, title, status }) => `#${number} ${title} (${status})`).toSorted()
}

async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
