import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHttpFetch, readNetwork } from '@groundplan/http'
import { runProgram } from '@groundplan/process'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import {
  createCertificates,
  GitHttpServer,
  GitRepository,
  isolateGit,
  runGit,
  startForwardProxy,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseAllowedNetwork } from '@groundplan/network-address'
import { HostClients } from '../hosts/host-clients.ts'
import { startRecordingServer, type RecordingServer } from '../hosts/recording-server.fixture.ts'
import { createReach, type ReachConfig } from './create-reach.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

/** A name server for one name, which answers something else each time, as those do who rebind names. */
function rebindTo(...answers: readonly string[]) {
  const asked: string[] = []
  const resolve = async (name: string) => {
    const address = answers[Math.min(asked.length, answers.length - 1)] ?? ''
    asked.push(name)
    return [{ address, family: address.includes(':') ? 6 : 4 }]
  }
  return { asked, resolve }
}

const allow = (...texts: readonly string[]) => texts.map((text) => parseAllowedNetwork(text)!)
const remote: ReachConfig = { remoteAccess: true }

let git: GitHttpServer
let inside: RecordingServer
let reader: (guard: ReturnType<typeof createReach>['guard']) => LocalGitRepositoryReader
beforeEach(async () => {
  const directory = await temporaryDirectory()
  git = await GitHttpServer.start(directory)
  git.allowAnonymous()
  inside = await startRecordingServer()
  const bare = await git.createRepository('modules.git')
  const source = await GitRepository.create(join(directory, 'source'))
  await source.commit({ 'main.tf': 'variable "a" {}\n' })
  await runGit(source.directory, ['push', '--quiet', bare, 'HEAD:main'])
  const cache = await temporaryDirectory()
  let number = 0
  reader = (guard) =>
    new LocalGitRepositoryReader({ cacheDirectory: join(cache, String((number += 1))), guard })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  isolateGit()
  await Promise.all([git.close(), inside.close()])
})

/** Reads the module, which takes a clone and a second git command for the file. */
async function readModule(address: string, guard: ReturnType<typeof createReach>['guard']): Promise<string> {
  const snapshot = await reader(guard).open({ address })
  const entries = await snapshot.listEntries()
  await snapshot.close()
  return entries.map(({ path }) => path).join()
}

describe('git', () => {
  it('reads a name at the address that was checked, and resolves nothing itself', async () => {
    const names = rebindTo('127.0.0.1')
    const { guard } = createReach({ ...remote, allowedNetworks: allow('127.0.0.1') }, names)
    const { port } = new URL(git.url)
    // Nobody else knows this name: git would find nothing.
    for (const host of ['git.invalid', 'Git.Invalid', 'git.invalid.'])
      expect(await readModule(`http://${host}:${port}/modules.git`, guard)).toBe('main.tf')
    expect(new Set(names.asked)).toEqual(new Set(['git.invalid']))
  })

  it('does not follow a name that stands for another address the next time', async () => {
    const names = rebindTo('127.0.0.1', '127.0.0.9')
    const allowed = allow('127.0.0.1')
    const { guard } = createReach({ ...remote, allowedNetworks: allowed }, names)
    const address = `http://git.invalid:${new URL(git.url).port}/modules.git`
    // The first command is let in and ends where it was checked; the next one is checked again.
    expect(await readModule(address, guard)).toBe('main.tf')
    expect(git.operations).toBe(1)
    await expect(readModule(address, guard)).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'The host "git.invalid" is in a private network.',
    })
    expect(git.operations).toBe(1)
  })

  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', 'localhost'])(
    'does not connect to this machine: %s',
    async (host) => {
      const { guard } = createReach(remote)
      const { port } = new URL(inside.origin)
      const refusal = { code: 'not-allowed', message: expect.stringContaining('private network') }
      await expect(readModule(`http://${host}:${port}/x.git`, guard)).rejects.toMatchObject(refusal)
      expect(inside.requests).toEqual([])
    },
  )

  it.each(['0x7f.1', '2130706433', '0177.0.0.1', '127.1', '127.0.0.1%2f'])(
    'does not connect to addresses that it reads in another way: %s',
    async (host) => {
      const { port } = new URL(inside.origin)
      const { guard } = createReach({ ...remote, allowedNetworks: allow('127.0.0.0/8') })
      await expect(readModule(`http://${host}:${port}/x.git`, guard)).rejects.toMatchObject({
        code: 'input-invalid',
      })
      expect(inside.requests).toEqual([])
    },
  )

  it('follows no redirect to another service, whatever the user has configured', async () => {
    git.redirect = (path) => `${inside.origin}${path}`
    const home = await temporaryDirectory()
    await writeFile(
      join(home, '.gitconfig'),
      `[http]\n  followRedirects = true\n[http "${git.url}"]\n  followRedirects = true\n`,
    )
    vi.stubEnv('HOME', home)
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, '.gitconfig'))
    const open = createReach({})
    await readModule(`${git.url}/modules.git`, open.guard).catch(() => {})
    // Without the guard git does.
    expect(inside.requests.length).toBeGreaterThan(0)
    inside.requests.length = 0
    const { guard } = createReach({ ...remote, allowedNetworks: allow(new URL(git.url).host) })
    await expect(readModule(`${git.url}/modules.git`, guard)).rejects.toThrow('has moved to another address')
    expect(inside.requests).toEqual([])
  })

  it('is known to a proxy by name, which has to resolve to what is allowed where it is known here', async () => {
    const proxy = await startForwardProxy()
    vi.stubEnv('HTTP_PROXY', `http://${proxy.host}`)
    try {
      const { guard } = createReach(remote, rebindTo('10.0.0.1'))
      await expect(readModule('http://git.invalid/modules.git', guard)).rejects.toMatchObject({
        code: 'not-allowed',
      })
      await expect(readModule('http://127.0.0.1:4/modules.git', guard)).rejects.toMatchObject({
        code: 'not-allowed',
      })
      expect(proxy.requests).toEqual([])
      const unknown = { resolve: async () => Promise.reject(new Error('ENOTFOUND')) }
      await readModule('http://git.invalid/modules.git', createReach(remote, unknown).guard).catch(() => {})
      expect(proxy.requests.length).toBeGreaterThan(0)
    } finally {
      await proxy.close()
    }
  })

  it('reaches over SSH the address that was checked, with the host key of the name', async () => {
    const directory = await temporaryDirectory()
    const log = join(directory, 'arguments')
    // Notes what the real ssh would do with these arguments.
    const { stdout } = await runProgram('sh', ['-c', 'command -v ssh'])
    const script = `#!/bin/sh\n${stdout.toString('utf8').trim()} -G -F /dev/null "$@" >'${log}' 2>&1\nexit 255\n`
    await writeFile(join(directory, 'ssh'), script)
    await chmod(join(directory, 'ssh'), 0o755)
    vi.stubEnv('PATH', `${directory}:${process.env['PATH']}`)
    const { guard } = createReach(remote, rebindTo('140.82.121.3'))
    await readModule('ssh://git@git.invalid:7999/modules.git', guard).catch(() => {})
    const effective = await readFile(log, 'utf8')
    expect(effective).toMatch(/^hostname 140\.82\.121\.3$/m)
    expect(effective).toMatch(/^hostkeyalias \[git\.invalid\]:7999$/m)
    expect(effective).toMatch(/^port 7999$/m)
    await readModule('git@git.invalid:modules.git', guard).catch(() => {})
    expect(await readFile(log, 'utf8')).toMatch(/^hostkeyalias git\.invalid$/m)
    vi.stubEnv('GIT_SSH_COMMAND', `'${join(directory, 'ssh')}' -o BatchMode=yes`)
    await readModule('ssh://git@other.invalid/modules.git', guard).catch(() => {})
    expect(await readFile(log, 'utf8')).toMatch(/^hostkeyalias other\.invalid$/m)
  })

  it('does not reach a private address over SSH', async () => {
    const { guard } = createReach(remote, rebindTo('10.0.0.1'))
    await expect(readModule('git@git.invalid:modules.git', guard)).rejects.toMatchObject({
      code: 'not-allowed',
    })
  })
})

describe('requests to APIs', () => {
  const fetchWith = (config: ReachConfig, names?: ReturnType<typeof rebindTo>) =>
    createHttpFetch({
      service: 'the host',
      retries: 0,
      network: readNetwork({}, createReach(config, names).guard),
    })

  it('go to the address that was checked, whatever the name stands for then', async () => {
    const names = rebindTo('127.0.0.1', '127.0.0.9', '10.0.0.1')
    const fetch = fetchWith({ ...remote, allowedNetworks: allow('127.0.0.1') }, names)
    const { port } = new URL(inside.origin)
    expect((await fetch(`http://api.invalid:${port}/x`)).status).toBe(200)
    expect(names.asked).toEqual(['api.invalid'])
    expect(inside.requests).toHaveLength(1)
    const again = fetchWith({ ...remote, allowedNetworks: allow('127.0.0.1') }, rebindTo('127.0.0.9'))
    await expect(again(`http://api.invalid:${port}/x`)).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'The host "api.invalid" is in a private network.',
    })
  })

  it.each(['127.0.0.1', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost', '0'])(
    'do not go to this machine: %s',
    async (host) => {
      const { port } = new URL(inside.origin)
      await expect(fetchWith(remote)(`http://${host}:${port}/x`)).rejects.toMatchObject({
        code: 'not-allowed',
      })
      expect(inside.requests).toEqual([])
    },
  )

  it('follow no redirect to another service', async () => {
    git.redirect = () => `${inside.origin}/latest/meta-data`
    const fetch = fetchWith({ ...remote, allowedNetworks: allow('127.0.0.0/8') })
    await expect(fetch(`${git.url}/x`)).rejects.toThrow('is not followed')
    git.redirect = () => 'http://169.254.169.254/latest/meta-data'
    await expect(fetch(`${git.url}/x`)).rejects.toThrow('is not followed')
    expect(inside.requests).toEqual([])
  })

  it('use TLS for the name, not for the address', async () => {
    const certificates = await createCertificates(await temporaryDirectory())
    const { startForge } = await import('@groundplan/forge')
    const forge = await startForge({ tls: certificates })
    try {
      const { port } = new URL(forge.hosts.github.apiUrl)
      const { guard } = createReach({ ...remote, allowedNetworks: allow('127.0.0.1') }, rebindTo('127.0.0.1'))
      const network = readNetwork({ GROUNDPLAN_CA_FILE: certificates.authorityFile }, guard)
      const fetch = createHttpFetch({ service: 'the host', retries: 0, network })
      // The certificate is for localhost and 127.0.0.1.
      expect((await fetch(`https://localhost:${port}/`)).status).toBeGreaterThan(0)
      await expect(fetch(`https://other.invalid:${port}/`)).rejects.toThrow('untrusted certificate')
    } finally {
      await forge.close()
    }
  })
})

describe('a host of groundplan.yaml', () => {
  const openAt = async (config: ReachConfig) => {
    const clients = new HostClients(readNetwork({}, createReach(config).guard))
    const access = { kind: 'bitbucket-data-center', name: 'x', token: 't', origins: [inside.origin] } as const
    const host = await clients.open({ ...access, url: inside.origin })
    return host.repositories.getRepository({ owner: 'A', name: 'b' })
  }

  it('is not asked in a private network, unless the operator allows that', async () => {
    await expect(openAt(remote)).rejects.toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('GROUNDPLAN_ALLOWED_NETWORKS'),
    })
    expect(inside.requests).toEqual([])
    await openAt({ ...remote, allowedNetworks: allow(new URL(inside.origin).host) }).catch(() => {})
    expect(inside.requests.length).toBeGreaterThan(0)
  })

  it('is asked wherever it is by a server that only its machine uses', async () => {
    await openAt({}).catch(() => {})
    expect(inside.requests.length).toBeGreaterThan(0)
  })

  it('is not asked by a worker, whoever may reach that', async () => {
    await expect(openAt({ role: 'worker' })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
