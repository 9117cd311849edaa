import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformError } from '@groundplan/errors'
import { startForge, type Forge } from '@groundplan/forge'
import {
  createCertificates,
  isolateGit,
  startForwardProxy,
  useTemporaryDirectories,
  type ForwardProxy,
  type TestCertificates,
  takeTurns,
} from '@groundplan/testing'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { HostClients } from './host-clients.ts'
import { locateBlueprints } from './locate-blueprints.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
let certificates: TestCertificates
let forge: Forge
let proxy: ForwardProxy
let round = 0
beforeAll(async () => {
  certificates = await createCertificates(await temporaryDirectory())
  forge = await startForge({ tls: certificates })
})
afterAll(() => forge.close())
beforeEach(async () => {
  proxy = await startForwardProxy()
  vi.stubEnv('GROUNDPLAN_CA_FILE', certificates.authorityFile)
})
afterEach(async () => {
  await proxy.close()
  vi.unstubAllEnvs()
  isolateGit()
})

const kinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center'] as const

/** Opens the blueprint repository, as a server does when it starts. */
async function openAt(kind: (typeof kinds)[number]) {
  const { apiUrl, webUrl, token } = forge.hosts[kind]
  const owner = `NET${(round += 1)}`
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'README.md': 'x\n' } })
  const path = kind === 'bitbucket-data-center' ? `scm/${owner}/blueprints.git` : `${owner}/blueprints`
  const access = { kind, apiUrl, token, username: undefined, webhookSecret: undefined }
  const blueprints = { address: `${webUrl}/${path}`, ...access }
  const home = await temporaryDirectory()
  const { hosted, open } = await locateBlueprints({ home, blueprints }, new HostClients())
  const list = async () => {
    const pages = await Array.fromAsync(hosted?.host.repositories.listRepositories(owner) ?? [])
    return pages.flat().map(({ name }) => name)
  }
  const read = async () => {
    const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
    const findCredentials = hosted?.host.repositories.findGitCredentials
    const { gitUrl: address } = (await hosted?.host.repositories.getRepository({
      owner,
      name: 'blueprints',
    })) ?? {
      gitUrl: '',
    }
    const snapshot = await reader.open({ address }, { findCredentials })
    await snapshot.close()
  }
  return { open, list, read }
}

async function failureOf(work: Promise<unknown>): Promise<PlatformError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof PlatformError) return error
  throw new Error('It did not fail with a PlatformError.')
}

describe.each(takeTurns(kinds))('%s behind a private certificate authority', (kind) => {
  it('is reached by API and git with one setting', async () => {
    const { open, list, read } = await openAt(kind)
    await open()
    await read()
    expect(await list()).toEqual(['blueprints'])
    expect(proxy.requests).toEqual([])
  })

  it('is reached by API and git through a proxy that asks for a password', async () => {
    proxy.credentials = 'ada:p@ss word'
    vi.stubEnv('HTTPS_PROXY', `http://ada:p%40ss%20word@${proxy.host}`)
    const { open, list, read } = await openAt(kind)
    await open()
    const afterGit = proxy.requests.length
    await read()
    expect(await list()).toEqual(['blueprints'])
    expect(afterGit).toBeGreaterThan(0)
    expect(proxy.requests.length).toBeGreaterThan(afterGit)
    expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${new URL(forge.hosts[kind].webUrl).host}`]))
  })

  it('is reached directly if NO_PROXY says so', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://${proxy.host}`)
    vi.stubEnv('NO_PROXY', 'example.com, 127.0.0.0/8')
    const { open, list } = await openAt(kind)
    await open()
    expect(await list()).toEqual(['blueprints'])
    expect(proxy.requests).toEqual([])
  })
})

describe('messages', () => {
  it.each([
    ['requires a user name and password', ''],
    ['rejected', 'ada:hunter2@'],
  ])('say that the proxy %s, without the password', async (words, credentials) => {
    proxy.credentials = 'ada:right'
    vi.stubEnv('HTTPS_PROXY', `http://${credentials}${proxy.host}`)
    const { open, list } = await openAt('github')
    for (const error of [await failureOf(open()), await failureOf(list())]) {
      expect(error.message).toContain(`the proxy http://${proxy.host}`)
      expect(error.message).toContain(words)
      expect(error.hint).toContain('HTTPS_PROXY=')
      expect(JSON.stringify([error.message, error.hint, error.details, String(error.cause)])).not.toContain(
        'hunter2',
      )
    }
  })

  it('say that the proxy does not allow the host', async () => {
    proxy.refusal = 403
    vi.stubEnv('HTTPS_PROXY', `http://${proxy.host}`)
    const { open, list } = await openAt('github')
    for (const error of [await failureOf(open()), await failureOf(list())]) {
      expect(error.message).toContain(`the proxy http://${proxy.host} did not open the connection (403)`)
      expect(error.hint).toContain('NO_PROXY')
    }
  })

  it('name the setting for a certificate that is not trusted', async () => {
    vi.stubEnv('GROUNDPLAN_CA_FILE', undefined)
    const { open, list } = await openAt('bitbucket-data-center')
    for (const error of [await failureOf(open()), await failureOf(list())]) {
      expect(error.message).toMatch(/untrusted certificate/i)
      expect(error.hint).toContain('GROUNDPLAN_CA_FILE')
    }
  })

  it('name a file that has no certificates', async () => {
    const file = join(await temporaryDirectory(), 'ca.pem')
    await writeFile(file, 'no certificate')
    vi.stubEnv('GROUNDPLAN_CA_FILE', file)
    expect(() => new HostClients()).toThrow(`${file} (GROUNDPLAN_CA_FILE) has no valid PEM certificates.`)
  })
})
