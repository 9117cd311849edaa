import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isolateGit, startReceiver, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { startServer } from '../start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).toReversed()) await step()
})

it('sends events to a webhook and a syslog receiver', async () => {
  const receiver = await startReceiver()
  cleanup.push(() => receiver.close())
  const lines: string[] = []
  const syslog = createServer(
    (socket: Socket) => void socket.on('data', (chunk) => lines.push(String(chunk))),
  )
  await new Promise<void>((resolve) => syslog.listen(0, '127.0.0.1', resolve))
  cleanup.push(() => new Promise((resolve) => syslog.close(resolve)))
  const { port } = syslog.address() as AddressInfo
  const server = await startServer({
    ...{ home: join(await temporaryDirectory(), 'home'), databaseUrl: undefined },
    ...{ host: 'localhost', port: 0, allowedHosts: [] },
    audit: {
      webhook: { url: receiver.url, secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`] },
      syslog: { host: '127.0.0.1', port, tls: false },
    },
  })
  cleanup.push(() => server.close())
  const client = createNodeApiClient(server.url)
  await client.tokens.create.mutate({ name: 'ci', permissions: ['catalog.read'] })
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 90_000 })
  await vi.waitFor(() => expect(lines.join('')).toContain('api-token.created'), { timeout: 90_000 })
  const [event] = (await client.audit.export.query()).items
  const body = Buffer.from(receiver.received[0]?.body ?? []).toString()
  expect(JSON.parse(body)).toMatchObject({ type: 'api-token.created', data: { ...event } })
})
