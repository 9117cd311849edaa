import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { builtInRoles } from '@groundplan/access'
import { person } from '@groundplan/actor'
import type { ApiContext } from '@groundplan/api'
import {
  openDatabase,
  PostgresApiTokenDirectory,
  PostgresApiTokenStore,
  PostgresAuditLog,
  type OpenDatabase,
} from '@groundplan/database'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { basic, token, useHttpServer } from '../access/http-server.fixture.ts'

const scope = { spaceId: 'default', blueprintRepositoryId: 'default' }
const server = useHttpServer()

let database: OpenDatabase
let audit: PostgresAuditLog
beforeEach(async () => {
  const directory = join(await server.temporaryDirectory(), 'database')
  database = await openDatabase({ kind: 'embedded', directory })
  audit = new PostgresAuditLog(database, scope)
})
afterEach(() => database.destroy())

const viewer = { actor: person('bob'), grants: [{ role: builtInRoles['viewer'] }] }

async function start(context: Partial<ApiContext> = {}, options: Parameters<typeof server.create>[0] = {}) {
  const tokens = new PostgresApiTokenStore(database, scope)
  const tokenDirectory = new PostgresApiTokenDirectory(database)
  return server.create(options, { audit, tokens, tokenDirectory, ...context })
}

const post = (path: string, payload: object, headers: Readonly<Record<string, string>> = {}) =>
  server.ask(
    `/trpc/${path}`,
    { 'content-type': 'application/json', ...headers },
    {
      ...{ method: 'POST', payload: JSON.stringify(payload), remoteAddress: '203.0.113.7' },
    },
  )

/** All events, when the server has stopped. */
async function eventsOf(running: Awaited<ReturnType<typeof start>>) {
  await running.close()
  return audit.read({}, { limit: 100, after: 0 })
}

describe('the audit log', () => {
  it('has changes with actor, address and the id of the request', async () => {
    const running = await start()
    const created = await post('tokens.create', { name: 'ci', permissions: ['catalog.read'] })
    expect(created.statusCode).toBe(200)
    const secret = (created.json() as { result: { data: { secret: string } } }).result.data.secret
    const events = await eventsOf(running)
    expect(events).toMatchObject([
      {
        ...{ action: 'api-token.created', actor: person('ada'), target: { kind: 'api-token' } },
        ...{
          space: 'default',
          sourceAddress: '203.0.113.7',
          after: { name: 'ci', permissions: 'catalog.read' },
        },
        correlationId: `request:${created.headers['x-request-id'] as string}`,
      },
    ])
    expect(JSON.stringify(events)).not.toContain(secret.slice(11))
  })

  it('has what a caller lacks the permission for, once with its repetitions', async () => {
    const running = await start({ caller: viewer })
    const refused = await post('tokens.create', { name: 'ci', permissions: ['catalog.read'] })
    expect(refused.statusCode).toBe(403)
    for (let count = 0; count < 3; count += 1) await post('tokens.create', { name: 'ci' })
    expect(await eventsOf(running)).toMatchObject([
      {
        ...{
          action: 'access.denied',
          actor: person('bob'),
          target: { kind: 'request', id: 'tokens.create' },
        },
        ...{
          sourceAddress: '203.0.113.7',
          reason: expect.stringContaining('lacks the permission "tokens.manage"'),
        },
        correlationId: `request:${refused.headers['x-request-id'] as string}`,
      },
      { action: 'access.denied', after: { repetitions: 3 } },
    ])
  })

  it('has wrong tokens, but not the tokens themselves, and not the first request of a browser', async () => {
    const running = await start({}, { accessToken: token })
    const wrong = `groundplan_${'c4nary'.repeat(7)}x`
    await server.ask('/')
    for (const authorization of [`Bearer ${wrong}`, basic(`ada:${wrong}`), 'Bearer c4nary'])
      expect((await server.ask('/trpc/about?input=c4nary', { authorization })).statusCode).toBe(401)
    const events = await eventsOf(running)
    expect(events).toMatchObject([
      {
        ...{ action: 'access.unauthenticated', actor: { kind: 'anonymous' } },
        ...{ target: { kind: 'request', id: 'GET /trpc/about' }, sourceAddress: '127.0.0.1' },
      },
      { action: 'access.unauthenticated', after: { repetitions: 2 } },
    ])
    expect(JSON.stringify(events)).not.toContain('c4nary')
  })

  it('has too many wrong tokens, and requests of other sites', async () => {
    const running = await start({}, { accessToken: token, limits: { failedSignInsPerMinute: 1 } })
    await server.ask('/', { authorization: 'Bearer wrong' })
    await server.ask('/', { authorization: 'Bearer wrong' })
    await server.ask('/trpc/about', { origin: 'https://evil.example' })
    expect((await eventsOf(running)).map(({ action }) => action).toSorted()).toEqual([
      ...['access.denied', 'access.rate-limited', 'access.unauthenticated'],
    ])
  })

  it('names the request of each step of a stream', async () => {
    const subject = (id: number) => ({ kind: 'proposal', id: String(id) }) as const
    const find = async (number: number) => {
      const event = { at: new Date(), actor: person('ada'), type: 'proposal.rejected' } as const
      await audit.record({ ...event, subject: subject(number) })
      return undefined
    }
    const proposals = { find } as unknown as ApiContext['proposals']
    const running = await start({ proposals })
    await running.listen({ host: '127.0.0.1', port: 0 })
    const { port } = running.server.address() as AddressInfo
    const items = Array.from({ length: 40 }, (_, index) => ({ number: index + 1 }))
    const response = await fetch(`http://127.0.0.1:${port}/trpc/proposals.rejectEach?batch=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'trpc-accept': 'application/jsonl' },
      body: JSON.stringify({ 0: { items } }),
    })
    expect((await response.text()).match(/"refused"/g)).toHaveLength(40)
    const correlationId = `request:${response.headers.get('x-request-id')}`
    const expected = items.map(() => ({ correlationId, sourceAddress: '127.0.0.1' }))
    expect(await eventsOf(running)).toMatchObject(expected)
  })

  it('is not filled by a flood', async () => {
    const running = await start({}, { accessToken: token })
    for (let index = 0; index < 300; index += 1)
      await server.ask(
        `/trpc/${index}`,
        { authorization: `Bearer ${index}` },
        {
          remoteAddress: `203.0.${index % 100}.7`,
        },
      )
    expect((await eventsOf(running)).length).toBeLessThanOrEqual(61)
  })
})
