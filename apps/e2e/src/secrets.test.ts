import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startForge, type Fault, type Forge } from '@groundplan/forge'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findInFiles, secretForms, watchArguments } from './watch-secrets.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const command = join(import.meta.dirname, '../../cli/bin/groundplan.mjs')
const webhookSecret = 'CANARY-webhook-5b1f7c2e9a'
const kinds = ['github', 'bitbucket-cloud'] as const
type Kind = (typeof kinds)[number]

let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

/** Runs the real command; answers all that it printed. */
async function runImport(kind: Kind, owner: string, home: string): Promise<string> {
  const { webUrl, apiUrl, token } = forge.hosts[kind]
  const child = spawn(process.execPath, [command, 'import', '--json'], {
    env: {
      ...process.env,
      GROUNDPLAN_HOME: home,
      GROUNDPLAN_PORT: '0',
      GROUNDPLAN_BLUEPRINTS: `${webUrl}/${owner}/blueprints`,
      GROUNDPLAN_BLUEPRINTS_KIND: kind,
      GROUNDPLAN_BLUEPRINTS_TOKEN: token,
      GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl,
      GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: webhookSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
  await new Promise((resolve) => child.once('close', resolve))
  return printed
}

async function createRepositories(kind: Kind, owner: string): Promise<void> {
  const { webUrl, apiUrl } = forge.hosts[kind]
  const configuration = [
    'version: 1',
    `hosts: { forge: { kind: ${kind}, url: ${JSON.stringify(webUrl)}, api-url: ${JSON.stringify(apiUrl)}, token: { env: GROUNDPLAN_BLUEPRINTS_TOKEN } } }`,
    `repositories: [{ host: forge, owner: ${owner}, exclude: [blueprints] }]`,
    '',
  ]
  const module =
    'variable "name" {\n  type = string\n}\nresource "aws_sqs_queue" "this" {\n  name = var.name\n}\n'
  const files = { 'groundplan.yaml': configuration.join('\n') }
  await forge.people.createRepository({ owner, name: 'blueprints', files })
  await forge.people.createRepository({ owner, name: 'terraform-aws-queue', files: { 'main.tf': module } })
}

/** What git is told while it is refused. */
const failing: Fault = { kind: 'status', status: 403, when: 'before' }

it.each(kinds)(
  'keeps tokens out of files, arguments and what is printed, whatever fails (%s)',
  async (kind) => {
    const owner = `acme-${kind}`
    const home = await temporaryDirectory()
    const { token, username } = forge.hosts[kind]
    const secrets = [...secretForms(token, username), ...secretForms(webhookSecret, username)]
    await createRepositories(kind, owner)
    const stopWatching = watchArguments(secrets)
    const printed = [await runImport(kind, owner, home)]
    expect(forge.people.listPullRequests(owner, 'blueprints').length, printed[0]).toBeGreaterThan(0)
    forge.faults.inject(({ kind: what }) => (what === 'git' ? failing : undefined))
    await forge.people.commit(owner, 'terraform-aws-queue', { files: { 'more.tf': 'variable "more" {}\n' } })
    printed.push(await runImport(kind, owner, home))
    forge.faults.inject(undefined)
    forge.people.revokeToken()
    printed.push(await runImport(kind, owner, home))
    forge.people.restoreToken()
    const { looks, found } = await stopWatching()
    expect(printed.slice(1).every((text) => text.length > 0)).toBe(true)
    for (const text of printed) expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(await findInFiles(home, secrets)).toEqual([])
    expect(found).toEqual([])
    if (existsSync('/proc/self/cmdline')) expect(looks).toBeGreaterThan(10)
  },
  240_000,
)

it('would find a secret that was written', async () => {
  const home = await temporaryDirectory()
  await writeFile(join(home, 'config'), 'x\0CANARY-1 y')
  expect(await findInFiles(home, secretForms('CANARY-1', 'user'))).toEqual([join(home, 'config')])
  expect(await findInFiles(home, secretForms('CANARY-2', 'user'))).toEqual([])
})
