import { join } from 'node:path'
import { builtInRoles, canBeHeldIn } from '@groundplan/access'
import { listProcedures } from '@groundplan/api'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { caseCount, GitRepository, isolateGit, patience, useTemporaryDirectories } from '@groundplan/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startServer } from '../start-server.ts'
import { arbitraryInput } from './arbitrary-input.fixture.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const accessToken = 'fuzz-access-token-of-more-than-32-characters'
const spaces = ['default', 'cards'] as const
type Space = (typeof spaces)[number]

/** In everything that belongs to a space, and in nothing else. */
const markOf = (space: Space) => `mark-of-${space}`
const module =
  'variable "name" {\n  type = string\n}\nresource "aws_sqs_queue" "this" {\n  name = var.name\n}\n'

/** How long a subscription is listened to, in milliseconds: long enough for what it says first. */
const listening = 300

const procedures = listProcedures()
let url = ''
let close = async () => {}
/** Secrets of tokens by space and role. */
const tokens = new Map<string, string>()

beforeAll(async () => {
  const home = join(await temporaryDirectory(), 'home')
  const source = await GitRepository.create(join(await temporaryDirectory(), 'modules'))
  await source.commit({ 'queue/main.tf': module, 'topic/main.tf': module })
  const settings = { home, databaseUrl: undefined, host: 'localhost', port: 0, allowedHosts: [] }
  ;({ url, close } = await startServer({ ...settings, accessToken }))
  const admin = createNodeApiClient(url, { accessToken })
  await admin.spaces.put.mutate({ name: 'cards', title: 'Cards' })
  const { number } = await admin.imports.start.mutate({ repositories: [{ address: source.directory }] })
  await vi.waitFor(async () => {
    expect((await admin.imports.get.query({ number })).state.status).toBe('finished')
  }, patience)
  const { items } = await admin.proposals.list.query({})
  await admin.proposals.approve.mutate({ number: items[0]?.number ?? 0 })
  for (const space of spaces) await fill(space)
}, 120_000)
afterAll(() => close())

/** Puts something of each kind into a space, and makes a token for each role in it. */
async function fill(space: Space): Promise<void> {
  const client = createNodeApiClient(url, { accessToken, space })
  const mark = markOf(space)
  await client.secrets.put.mutate({ name: mark, value: `value-${mark}`, origins: ['https://github.com'] })
  await client.members.add.mutate({ kind: 'group', name: mark, role: 'viewer' })
  const roleArn = `arn:aws:iam::123456789012:role/${mark}`
  await client.credentials.set.mutate({ kind: 'assumed-role', name: mark, roleArn })
  await client.workloads.trust.mutate({
    ...{ name: mark, issuer: 'https://ci.example', audience: mark, claims: { sub: mark } },
    permissions: ['catalog.read'],
  })
  for (const { name, permissions } of Object.values(builtInRoles)) {
    const held = [...permissions].filter((permission) => canBeHeldIn(permission, space))
    const { secret } = await client.tokens.create.mutate({ name: `${name} token`, permissions: held })
    tokens.set(`${space} ${name}`, secret)
  }
}

interface Answer {
  readonly status: number
  readonly text: string
}

async function call(
  { path, type }: (typeof procedures)[number],
  {
    input,
    token,
    space,
  }: { readonly input: unknown; readonly token: string | undefined; readonly space: Space },
): Promise<Answer> {
  const text = input === undefined ? undefined : JSON.stringify(input)
  const query = type === 'mutation' || text === undefined ? '' : `?input=${encodeURIComponent(text)}`
  const signal = type === 'subscription' ? AbortSignal.timeout(listening) : AbortSignal.timeout(60_000)
  const response = await fetch(`${url}/trpc/${path}${query}`, {
    method: type === 'mutation' ? 'POST' : 'GET',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...{ 'content-type': 'application/json', 'groundplan-space': space },
    },
    ...(type === 'mutation' ? { body: text ?? '' } : {}),
    signal,
  })
  return { status: response.status, text: await readAll(response) }
}

/** What arrives until the end, or until nobody listens any more. */
async function readAll(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'TimeoutError')) throw error
  }
  return text
}

/** What whoever works in a space knows: nothing of others. Roles are the company's, so nothing of a space is put into them. */
function wordsOf(space: Space, path: string): readonly string[] {
  return [
    ...(path.startsWith('roles.') ? [] : [markOf(space)]),
    ...[...spaces, 'queue', 'topic', 'github-token', 'person', 'group', 'viewer', 'account-admin', 'devops'],
    ...['https://github.com', 'https://ci.example', '/srv/modules', '1.0.0'],
  ]
}

const callers = spaces.flatMap((space) => Object.keys(builtInRoles).map((role) => ({ space, role })))

describe.each(procedures)('$path, whatever it is given', (procedure) => {
  it(
    'answers without a fault of its own, and with nothing of another space',
    { timeout: 600_000 },
    async () => {
      const attempt = fc.constantFrom(...callers, undefined).chain((caller) =>
        fc.record({
          input: arbitraryInput(procedure.path, wordsOf(caller?.space ?? 'cards', procedure.path)),
          caller: fc.constant(caller),
          space: fc.constantFrom(...spaces),
        }),
      )
      await fc.assert(
        fc.asyncProperty(attempt, async ({ input, caller, space }) => {
          const token = caller && tokens.get(`${caller.space} ${caller.role}`)
          const { status, text } = await call(procedure, { input, token, space })
          expect(status, text).toBeLessThan(500)
          if (caller === undefined) expect(status).toBe(401)
          else if (caller.space !== space) expect(status).toBeGreaterThanOrEqual(400)
          const isOwn = (mark: Space) => mark === space && mark === caller?.space
          const sent = JSON.stringify(input) ?? ''
          for (const foreign of spaces.filter((each) => !isOwn(each) && !sent.includes(markOf(each))))
            expect(text).not.toContain(markOf(foreign))
          for (const each of spaces) expect(text).not.toContain(`value-${markOf(each)}`)
        }),
        { numRuns: caseCount(60) },
      )
    },
  )
})
