import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { ApiContext } from '@groundplan/api'
import { largestState, type StateCredentials } from '@groundplan/terraform-state'
import { useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorkerServer } from './create-http-server.ts'
import { startStateServer } from './states.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
let server: Awaited<ReturnType<typeof startStateServer>>
let place: ReturnType<typeof server.place>
beforeAll(async () => {
  const portal = await temporaryDirectory()
  await mkdir(join(portal, 'assets'))
  await writeFile(join(portal, 'index.html'), '<title>Portal</title>')
  server = await startStateServer(portal)
  place = server.place('app')
})
afterAll(() => server?.server.close())

const header = ({ username, password }: StateCredentials) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
const state = (serial: number) => JSON.stringify({ version: 4, serial, lineage: 'l', outputs: {} })
const lock = (id: string) => JSON.stringify({ ID: id, Operation: 'apply', Who: 'a@b' })

interface Call {
  readonly method?: string
  readonly credentials?: StateCredentials
  readonly body?: string | Buffer
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** With methods that `fetch` does not know. */
function call({ method = 'GET', credentials, body = '', path = '', headers = {} }: Call) {
  const authorization = credentials === undefined ? {} : { authorization: header(credentials) }
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = request(
        `${place.address}${path}`,
        { method, headers: { ...authorization, ...headers } },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (part: string) => (text += part))
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    },
  )
}

it('reads, writes, locks and unlocks for the run that has credentials', async () => {
  const credentials = await place.grant('r1')
  expect((await call({ credentials })).status).toBe(404)
  expect((await call({ credentials, method: 'LOCK', body: lock('a') })).status).toBe(200)
  const other = await place.grant('r2')
  const refused = await call({ credentials: other, method: 'LOCK', body: lock('b') })
  expect([refused.status, JSON.parse(refused.text)]).toMatchObject([423, { ID: 'a', Who: 'a@b' }])
  expect((await call({ credentials: other, method: 'POST', body: state(1) })).status).toBe(423)
  const digest = { 'content-md5': Buffer.from('0'.repeat(32), 'hex').toString('base64') }
  const damaged = { credentials, method: 'POST', path: '?ID=a', body: state(1), headers: digest }
  expect((await call(damaged)).status).toBe(400)
  expect((await call({ credentials, method: 'POST', path: '?ID=a', body: state(1) })).status).toBe(200)
  expect((await call({ credentials, method: 'UNLOCK', body: lock('a') })).status).toBe(200)
  const read = await call({ credentials: other })
  expect([read.status, read.text, read.headers['cache-control']]).toEqual([200, state(1), 'no-store'])
})

it('answers nobody else', async () => {
  const credentials = await place.grant('r1')
  expect((await call({})).status).toBe(401)
  expect((await call({ credentials: { ...credentials, username: 'r2' } })).status).toBe(401)
  expect((await call({ credentials, path: 'x' })).status).toBe(403)
  expect(
    (await call({ credentials: { username: 'r1', password: 'wrong' }, method: 'POST', body: state(9) }))
      .status,
  ).toBe(401)
})

it('says what is too large before and while it arrives', async () => {
  const credentials = await place.grant('r1')
  const content = Buffer.alloc(largestState + 1, 32)
  const known = await call({ credentials, method: 'LOCK', body: content.subarray(0, 20_000) })
  expect([known.status, known.text]).toEqual([413, expect.stringContaining('10000 bytes')])
  const chunked = { credentials, method: 'LOCK', headers: { 'transfer-encoding': 'chunked' } }
  expect((await call({ ...chunked, body: content.subarray(0, 20_000) })).status).toBe(413)
})

it('refuses whoever guesses for a minute', async () => {
  const credentials = { username: 'r1', password: 'wrong' }
  const answers = []
  for (let count = 0; count < 30; count += 1) answers.push((await call({ credentials })).status)
  expect([answers[0], answers.at(-1)]).toEqual([401, 429])
  expect((await call({ credentials: await place.grant('r1') })).status).toBe(200)
})

it('a worker tells nobody what went wrong inside', async () => {
  const unexpected: unknown[] = []
  const states = { findAccess: async () => Promise.reject(new Error('column "secret" does not exist')) }
  const context = { spaceId: 'default', version: '1', cloud: { states: { states, now: () => new Date() } } }
  const worker = await createWorkerServer({
    ...{ context: context as unknown as ApiContext, allowedHosts: [] },
    onUnexpectedError: (error) => unexpected.push(error),
  })
  const authorization = header({ username: 'r1', password: `groundplan-state_${'a'.repeat(43)}` })
  const answer = await worker.inject({ url: '/state/default/e/app', headers: { authorization } })
  await worker.close()
  expect([answer.statusCode, answer.body]).toEqual([500, expect.stringContaining('Internal error')])
  expect(answer.body).not.toContain('column')
  expect(unexpected).toHaveLength(1)
})
