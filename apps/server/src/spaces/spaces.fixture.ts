import { join } from 'node:path'
import { builtInRoles, canBeHeldIn, type BuiltInRole } from '@groundplan/access'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository, isolateGit, patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { startServer, type RunningServer } from '../start-server.ts'

/** What each space has is named after one animal, and says another one inside. */
export const animals = {
  default: ['walrus', 'gecko'],
  payments: ['otter', 'heron'],
  cards: ['zebra', 'leopard'],
} as const
export type SpaceName = keyof typeof animals
export const spaceNames = Object.keys(animals) as readonly SpaceName[]
export const roleNames = Object.keys(builtInRoles) as readonly BuiltInRole[]

let server: RunningServer
/** Secrets of tokens that have what a role permits in a space. */
const tokens = new Map<string, string>()
export const tokenOf = (space: SpaceName, role: BuiltInRole) => tokens.get(`${space} ${role}`) ?? 'missing'
export const adminOf = (space: string) => createNodeApiClient(server.url, { space })

const moduleText = (word: string) => `
variable "name" {
  type        = string
  description = "The ${word}."
}
variable "region" {
  type    = string
  default = "us-east-1"
}
variable "size" {
  type = number
  validation {
    condition     = var.size < 10
    error_message = "Too large."
  }
}
variable "password" {
  type      = string
  sensitive = true
}
resource "aws_sqs_queue" "this" {
  name = "\${var.name}-\${var.region}-\${var.size}-\${var.password}"
}
`

async function fillCatalog(folder: string): Promise<void> {
  const estate = await GitRepository.create(join(folder, 'estate'))
  const files = spaceNames.map((space) => [
    `${animals[space][0]}-queue/main.tf`,
    moduleText(animals[space][1]),
  ])
  await estate.commit(Object.fromEntries(files) as Record<string, string>)
  const client = adminOf('default')
  const { number } = await client.imports.start.mutate({ repositories: [{ address: estate.directory }] })
  await vi.waitFor(async () => {
    expect((await client.imports.get.query({ number })).state.status).toBe('finished')
  }, patience)
  for (const proposal of (await client.proposals.list.query({})).items)
    await client.proposals.approve.mutate({ number: proposal.number })
}

async function fillSpace(space: SpaceName): Promise<void> {
  const [outside, inside] = animals[space]
  const client = adminOf(space)
  if (space !== 'default') {
    await adminOf('default').spaces.put.mutate({ name: space, title: `The ${outside}`, description: inside })
    await client.spaces.publications.publish.mutate({
      ...{ space, blueprint: `${outside}-queue` },
      ...{ defaults: { region: `eu-${inside}` }, hidden: { size: 3 } },
    })
  }
  const origins = [`https://${inside}.example.com`]
  await client.secrets.put.mutate({ name: `${outside}-secret`, value: 'x', origins })
  const roleArn = `arn:aws:iam::123456789012:role/${inside}`
  await client.credentials.set.mutate({ kind: 'assumed-role', name: `${outside}-credential`, roleArn })
  await client.members.add.mutate({ kind: 'group', name: `${outside}-${inside}`, role: 'viewer' })
  for (const role of roleNames) {
    const permissions = [...builtInRoles[role].permissions].filter((name) => canBeHeldIn(name, space))
    const name = `${outside}-${inside}-${role}`
    const { secret } = await client.tokens.create.mutate({ name, permissions, days: 1 })
    tokens.set(`${space} ${role}`, secret)
  }
}

/** A server with three spaces. */
export function useSpaces(): void {
  isolateGit()
  const temporaryDirectory = useTemporaryDirectories()
  beforeAll(async () => {
    server = await startServer({
      ...{ home: join(await temporaryDirectory(), 'home'), databaseUrl: undefined },
      ...{ host: 'localhost', port: 0, allowedHosts: [] },
    })
    await fillCatalog(await temporaryDirectory())
    for (const space of spaceNames) await fillSpace(space)
  })
  afterAll(() => server?.close())
}

interface Question {
  readonly token?: string | undefined
  /** Of the header. */
  readonly space?: string | undefined
  readonly input?: unknown
  readonly type?: 'query' | 'mutation' | 'subscription'
}

export async function ask(path: string, { token, space, input, type = 'query' }: Question) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(space === undefined ? {} : { 'groundplan-space': space }),
    'content-type': 'application/json',
  }
  const given = input === undefined ? '' : JSON.stringify(input)
  const url = `${server.url}/trpc/${path}`
  const response =
    type === 'mutation'
      ? await fetch(url, { method: 'POST', headers, body: given === '' ? '{}' : given })
      : await fetch(`${url}${given === '' ? '' : `?input=${encodeURIComponent(given)}`}`, { headers })
  return { status: response.status, body: type === 'subscription' ? '' : await response.text() }
}
