import { fastify } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { createLogger } from './create-logger.ts'
import { createJobLog } from './log-job.ts'
import { createRequestId, logRequests } from './log-requests.ts'

const server = fastify({ genReqId: createRequestId })
afterEach(() => (lines.length = 0))

const lines: string[] = []
const write = (line: string) => void lines.push(line)
const logger = createLogger({ level: 'info', readable: false, write })
const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)
logRequests(server, logger)
server.post('/trpc/:path', async () => ({}))
server.get('/healthz', async () => ({}))
server.get('/assets/index.js', async () => '')

describe('the log', () => {
  it('has a line for each request, with the id that the caller is given, and without what was sent', async () => {
    const response = await server.inject({
      ...{ method: 'POST', url: '/trpc/imports.start?input=s3cret' },
      headers: { authorization: 'Bearer s3cret', 'x-request-id': 'chosen' },
      payload: { address: 's3cret' },
    })
    expect(entries()).toEqual([
      {
        ...{ level: 'info', msg: 'request', time: expect.any(String), pid: process.pid },
        ...{ request: response.headers['x-request-id'], method: 'POST', procedure: 'imports.start' },
        ...{ status: 200, ms: expect.any(Number) },
      },
    ])
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(lines.join()).not.toContain('s3cret')
  })

  it('has a line for what nobody serves, and none for health checks and files of the portal', async () => {
    await server.inject({ url: '/assets/index.js' })
    await server.inject({ url: '/assets/missing.js?token=s3cret' })
    await server.inject({ url: '/nothing?token=s3cret' })
    await server.inject({ url: '/healthz' })
    expect(entries()).toMatchObject([
      { path: '/assets/missing.js', status: 404 },
      { path: '/nothing', status: 404 },
    ])
    expect(lines.join()).not.toContain('s3cret')
  })

  it('has a line for each attempt at a job, and why it failed', () => {
    const log = createJobLog(logger)
    log({ kind: 'import', id: 'j1', attempt: 1, milliseconds: 12, result: 'done' })
    log({ kind: 'import', id: 'j1', attempt: 2, milliseconds: 3, result: 'failed', error: new Error('gone') })
    log({ kind: 'tidy', id: 'j2', attempt: 5, milliseconds: 3, result: 'given-up', error: new Error('gone') })
    expect(entries()).toMatchObject([
      { level: 'info', msg: 'job', kind: 'import', job: 'j1', attempt: 1, ms: 12, result: 'done' },
      { level: 'warn', result: 'failed', error: expect.stringContaining('Error: gone') },
      { level: 'error', result: 'given-up' },
    ])
  })

  it('is one line of text for whoever watches a terminal, which foreign text cannot act on', () => {
    const text = createLogger({ level: 'info', readable: true, write })
    text.info({ path: '/a\u001B[31m b', status: 200 }, 'request')
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}request path="\/a.*b" status=200\n$/)
    expect(lines[0]).not.toContain('\u001B')
  })

  it('has less on a higher level, and keeps what is called a secret to itself', () => {
    createLogger({ level: 'warn', readable: false, write }).info('quiet')
    logger.info({ token: 's3cret', host: { password: 's3cret' } }, 'careless')
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toContain('s3cret')
  })
})
