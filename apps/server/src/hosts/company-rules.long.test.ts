import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { hostKinds, startForge, type Forge, type HostKind } from '@groundplan/forge'
import { isolateGit, patience, runGit, useTemporaryDirectories, takeTurns } from '@groundplan/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startServer } from '../start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const owner = 'ACME'
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** What companies demand on each host. */
const rules = {
  github: { issueKey: true, branches: 'feature/*', signOff: true, signatures: true },
  'bitbucket-cloud': { issueKey: true, branches: 'feature/*' },
  'bitbucket-data-center': { ownCommits: true, issueKey: true, branches: 'feature/*' },
} as const

const moduleText = (...inputs: readonly string[]) =>
  [
    ...inputs.map((input) => `variable "${input}" {\n  type = string\n}\n`),
    `resource "aws_sqs_queue" "this" {\n  name = var.${inputs[0]}\n}\n`,
  ].join('')

interface Situation {
  readonly forge: Forge
  readonly client: ApiClient
  readonly text: string
  readonly address: string
}

/** A server whose operator wants this first configuration, and a blueprint repository with the rules. */
async function begin(kind: HostKind, commits: string): Promise<Situation> {
  const forge = await startForge()
  closing.push(() => forge.close())
  const { apiUrl, webUrl, token, login } = forge.hosts[kind]
  const text = `version: 1
hosts:
  here: { kind: ${kind}, url: ${webUrl} }
repositories:
  - { host: here, owner: ${owner}, exclude: [blueprints] }
pull-requests:
  title: 'PLAT-123 {{subject}}'
  branch-prefix: feature/PLAT-123-
commits:
  author: { name: ${login}, email: ${login}@people.example }
${commits}
`
  const home = await temporaryDirectory()
  const file = join(home, 'groundplan.yaml')
  await writeFile(file, text)
  // Where rules are checked on the default branch as well, the first commit of an empty repository counts.
  const files = kind === 'bitbucket-data-center' ? {} : { 'README.md': '# Blueprints\n' }
  await forge.people.createRepository({ owner, name: 'blueprints', rules: rules[kind], files })
  await forge.people.createRepository({
    ...{ owner, name: 'platform' },
    files: { 'queue/main.tf': moduleText('name'), 'topic/main.tf': moduleText('name') },
  })
  const path = kind === 'bitbucket-data-center' ? `projects/${owner}/repos` : owner
  const blueprints = {
    ...{ address: `${webUrl}/${path}/blueprints`, kind, apiUrl, token },
    ...{ username: undefined, webhookSecret: undefined },
  }
  const server = await startServer({
    ...{ home: join(home, 'home'), databaseUrl: undefined, host: 'localhost', port: 0 },
    ...{ allowedHosts: [], polls: false, blueprints, onboardingConfig: file },
  })
  closing.push(() => server.close())
  const git = kind === 'bitbucket-data-center' ? `scm/${owner.toLowerCase()}` : owner
  const { username } = forge.hosts[kind]
  const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(token)}`
  const address = `${webUrl.replace('://', `://${credentials}@`)}/${git}/blueprints.git`
  return { forge, client: createNodeApiClient(server.url), text, address }
}

async function importAll(client: ApiClient) {
  const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
  await vi.waitFor(async () => {
    const { state } = await client.imports.get.query({ number })
    expect(state, JSON.stringify(state)).toMatchObject({ status: 'finished' })
  }, patience)
  return (await client.imports.get.query({ number })).state
}

const pullRequests = ({ people }: Forge) => people.listPullRequests(owner, 'blueprints')
const open = (forge: Forge) => pullRequests(forge).filter(({ status }) => status === 'open')

describe.each(takeTurns(hostKinds))('commit and branch rules of %s', (kind) => {
  it('are met by one configuration, from onboarding to retirement', async () => {
    const key = join(await temporaryDirectory(), 'key')
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const signed = kind === 'github' ? `  sign-off: true\n  signing-key: { file: ${key} }\n` : ''
    const { forge, client, text, address } = await begin(
      kind,
      `${signed}  message: '{{subject}} (PLAT-123)'\n  trailers: ['Kind: {{kind}}']`,
    )

    await importAll(client)
    const [onboarding] = open(forge)
    expect(onboarding).toMatchObject({
      ...{ branch: 'feature/PLAT-123-configure', title: 'PLAT-123 Configure Groundplan' },
    })
    const proposed = await forge.people.readFiles(owner, 'blueprints', 'feature/PLAT-123-configure')
    expect(proposed['groundplan.yaml']).toBe(text)
    await forge.people.merge(owner, 'blueprints', onboarding?.number ?? 0, { deleteBranch: true })

    await importAll(client)
    const [first] = open(forge)
    expect(first).toMatchObject({
      branch: 'feature/PLAT-123-platform',
      title: expect.stringMatching(/^PLAT-123 /),
    })
    if (kind !== 'github')
      expect(forge.people.findBranch(owner, 'blueprints', 'feature/PLAT-123-dashboard')).toBeDefined()

    const number = first?.number ?? 0
    await forge.people.retitle(owner, 'blueprints', number, 'Queues and topics for payments')
    if (kind === 'github') await forge.people.unlabel(owner, 'blueprints', number, 'groundplan')
    await forge.people.commit(owner, 'platform', { files: { 'queue/main.tf': moduleText('name', 'size') } })
    await importAll(client)
    expect(open(forge)).toMatchObject([{ number, title: 'Queues and topics for payments', labels: [] }])

    await client.proposals.approve.mutate({ number: 1 })
    await forge.people.commit(owner, 'platform', { files: { 'topic/main.tf': null } })
    await importAll(client)
    expect(open(forge)).toMatchObject([{ title: expect.stringMatching(/^PLAT-123 /) }])
    expect(open(forge)[0]?.branch).toMatch(/^feature\/PLAT-123-/)

    const clone = join(await temporaryDirectory(), 'clone.git')
    await runGit('/tmp', ['clone', '--quiet', '--mirror', address, clone])
    const log = await runGit(clone, ['log', '--all', '--format=%an|%s|%(trailers:key=Kind,valueonly)'])
    expect(log).toContain('(PLAT-123)|merge')
    expect(log).toContain('(PLAT-123)|proposal')
    if (kind === 'github') {
      const signers = join(await temporaryDirectory(), 'signers')
      const login = forge.hosts[kind].login
      await writeFile(signers, `${login}@people.example ${await readFile(`${key}.pub`, 'utf8')}`)
      const tip = open(forge)[0]?.commit ?? ''
      await runGit(clone, ['-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', tip])
    }
    expect(forge.violations).toEqual([])
  })
})

it('a refused commit says which key to configure', async () => {
  const { forge, client } = await begin('bitbucket-data-center', '').catch((error: unknown) => {
    expect(error).toMatchObject({
      hint: expect.stringMatching(
        /^In the file that GROUNDPLAN_ONBOARDING_CONFIG names, .*`commits\.message`/,
      ),
    })
    return { forge: undefined, client: undefined }
  })
  expect([forge, client]).toEqual([undefined, undefined])
})
