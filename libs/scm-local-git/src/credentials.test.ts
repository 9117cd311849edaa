import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { GitHttpServer, GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LocalGitRepositoryReader } from './local-git-repository-reader.ts'
import { RemoteGitReviewRepository } from './remote-git-review-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const canary = 'CANARY-7d1f"$(x)`\\\' %s'
const right = { username: 'bot@example.com', password: canary }

let home: string
let server: GitHttpServer
beforeEach(async () => {
  home = await temporaryDirectory()
  server = await GitHttpServer.start(await temporaryDirectory())
  server.credentials = right
  const origin = await server.createRepository('team/infra.git')
  const person = await GitRepository.clone(origin, join(await temporaryDirectory(), 'person'))
  await person.commit({ 'main.tf': '1' })
  await person.git('push', '--quiet', 'origin', 'HEAD:main')
})
afterEach(async () => {
  await server.close()
  vi.unstubAllEnvs()
  isolateGit()
})

const openReview = (credentials = right, name = 'review.git') =>
  RemoteGitReviewRepository.open({
    address: `${server.url}/team/infra.git`,
    findCredentials: async () => credentials,
    directory: join(home, name),
    initialFiles: [],
    author,
  })
const openSource = (credentials = right, name = 'clones') =>
  new LocalGitRepositoryReader({ cacheDirectory: join(home, name) }).open(
    { address: `${server.url}/team/infra.git` },
    { credentials },
  )
async function pushSomething(review: RemoteGitReviewRepository) {
  const { commit: parent } = await review.readHead()
  const change = { kind: 'write', path: 'a', content: 'a' } as const
  return review.pushBranch({ branch: 'a', parent, changes: [change], message: '', author, date: new Date(0) })
}

/** The arguments of every process of this machine, again and again until the work is done. */
async function watchArguments(work: () => Promise<unknown>): Promise<string> {
  const seen = new Set<string>()
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
        seen.add(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
      }
    }
  })()
  try {
    await work()
  } finally {
    isDone = true
    await watching
  }
  return [...seen].join('\n')
}

async function readEverything(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')))).join(
    '\n',
  )
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'it worked',
    (error: unknown) => inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error),
  )

describe('credentials', () => {
  it('stand in no file, no argument and no error', async () => {
    const stored = join(home, 'stored')
    const global = join(home, 'gitconfig')
    const store = `\thelper = store --file=${stored}\n`
    await writeFile(global, `[credential]\n${store}[credential "${server.url}"]\n${store}`)
    vi.stubEnv('GIT_CONFIG_GLOBAL', global)
    const errors: string[] = []
    const seen = await watchArguments(async () => {
      const source = await openSource()
      expect(await source.listEntries()).toHaveLength(1)
      await openSource()
      const review = await openReview()
      await review.refresh()
      const commit = await pushSomething(review)
      await review.mergeBranch({ branch: 'a', commit, message: 'm', author })
      await review.deleteBranch('a')
      server.fault = () => 502
      errors.push(await failure(review.refresh()), await failure(pushSomething(review)))
      server.fault = () => 'before'
      errors.push(await failure(openSource()), await failure(openReview(right, 'other.git')))
      server.fault = undefined
      server.credentials = { ...right, password: 'another' }
      errors.push(await failure(review.refresh()), await failure(pushSomething(review)))
      errors.push(await failure(openSource()), await failure(openSource(right, 'other')))
    })
    expect(seen).toMatch(/git[- ]remote-http/)
    expect(errors).toHaveLength(8)
    for (const error of errors) expect(error).toMatch(/ExternalServiceError|NotAllowedError/)
    const basic = Buffer.from(`${right.username}:${right.password}`).toString('base64')
    for (const text of [seen, ...errors, await readEverything(home)]) {
      expect(text).not.toContain('CANARY')
      expect(text).not.toContain(basic)
    }
    await expect(readFile(stored)).rejects.toThrow('ENOENT')
  })

  it("that are refused are not replaced by the user's own", async () => {
    const global = join(home, 'gitconfig')
    const helper = `!f() { echo username=${right.username}; echo 'password=good'; }; f`
    await writeFile(global, `[credential]\n\thelper = "${helper.replaceAll('"', '\\"')}"\n`)
    vi.stubEnv('GIT_CONFIG_GLOBAL', global)
    server.credentials = { ...right, password: 'good' }
    await expect(openSource()).rejects.toMatchObject({ name: 'NotAllowedError' })
    const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
    await expect(reader.open({ address: `${server.url}/team/infra.git` })).resolves.toMatchObject({
      ref: 'main',
    })
  })

  it("join the settings in the user's environment", async () => {
    vi.stubEnv('GIT_CONFIG_COUNT', '1')
    vi.stubEnv('GIT_CONFIG_KEY_0', 'http.extraHeader')
    vi.stubEnv('GIT_CONFIG_VALUE_0', 'X-Ours: 1')
    expect(await openSource()).toMatchObject({ ref: 'main' })
  })

  it('do not follow a redirect to another host', async () => {
    const other = await GitHttpServer.start(await temporaryDirectory())
    try {
      other.credentials = right
      server.redirect = (path) => other.url.replace('127.0.0.1', 'localhost') + path
      await expect(openSource()).rejects.toMatchObject({ name: 'NotAllowedError' })
      expect(other.authorizations.length).toBeGreaterThan(0)
      expect(other.authorizations.filter((value) => value !== undefined)).toEqual([])
    } finally {
      await other.close()
    }
  })

  it('do not follow a redirect to another port of their host', async () => {
    const other = await GitHttpServer.start(await temporaryDirectory())
    try {
      other.credentials = right
      server.redirect = (path) => other.url + path
      await expect(openSource()).rejects.toMatchObject({ name: 'NotAllowedError' })
      expect(other.authorizations.filter((value) => value !== undefined)).toEqual([])
    } finally {
      await other.close()
    }
  })

  it('are only sent to the origins that they are for, whatever address a host names', async () => {
    const origins = ['https://git.example.com', server.url.replace('127.0.0.1', 'localhost')]
    const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
    const addresses = [
      `${server.url}/team/infra.git`,
      home,
      `file://${home}`,
      'ssh://git@git.example.com/x.git',
    ]
    for (const address of addresses) {
      const opening = reader.open({ address }, { credentials: { ...right, origins } })
      await expect(opening, address).rejects.toMatchObject({ name: 'NotAllowedError' })
    }
    expect(server.authorizations).toEqual([])
    const review = RemoteGitReviewRepository.open({
      address: `${server.url}/team/infra.git`,
      findCredentials: async () => ({ ...right, origins }),
      ...{ directory: join(home, 'review.git'), initialFiles: [], author },
    })
    await expect(review).rejects.toMatchObject({ name: 'NotAllowedError' })
    expect(server.authorizations).toEqual([])
    expect(await openSource({ ...right, origins: [server.url] } as typeof right)).toMatchObject({
      ref: 'main',
    })
  })

  it('are not sent over HTTP to another machine', async () => {
    const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
    const opening = reader.open({ address: 'http://git.example.com/x.git' }, { credentials: right })
    await expect(opening).rejects.toThrow('not an HTTPS URL')
  })

  it('follow a redirect on their own host, as renamed repositories have it', async () => {
    server.redirect = (path) =>
      path.startsWith('/old/') ? server.url + path.replace('/old/', '/team/') : undefined
    const reader = new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') })
    const snapshot = await reader.open({ address: `${server.url}/old/infra.git` }, { credentials: right })
    expect(await snapshot.listEntries()).toHaveLength(1)
  })
})

describe('credentials of a host that takes tokens without user names', () => {
  const bearer = { username: '', password: canary, scheme: 'bearer' } as const
  beforeEach(() => {
    server.credentials = bearer
  })
  const openWith = (path = 'team/infra.git') =>
    new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') }).open(
      { address: `${server.url}/${path}` },
      { credentials: bearer },
    )

  it('read and push, and stand in no file, no argument and no error', async () => {
    const errors: string[] = []
    const seen = await watchArguments(async () => {
      expect(await (await openWith()).listEntries()).toHaveLength(1)
      const review = await RemoteGitReviewRepository.open({
        address: `${server.url}/team/infra.git`,
        findCredentials: async () => bearer,
        ...{ directory: join(home, 'review.git'), initialFiles: [], author },
      })
      await pushSomething(review)
      server.credentials = { ...bearer, password: 'another' }
      errors.push(await failure(review.refresh()))
    })
    expect(seen).toMatch(/git[- ]remote-http/)
    expect(errors[0]).toContain('rejected the credentials')
    for (const text of [seen, ...errors, await readEverything(home)]) expect(text).not.toContain('CANARY')
    expect(new Set(server.authorizations)).toEqual(new Set([`Bearer ${canary}`]))
  })

  it.each(['to another host', 'to another port', 'on their own host'])(
    'follow no redirect %s, because git would send them there',
    async (where) => {
      const other = await GitHttpServer.start(await temporaryDirectory())
      try {
        other.credentials = bearer
        const targets = {
          'to another host': other.url.replace('127.0.0.1', 'localhost'),
          'to another port': other.url,
          'on their own host': `${server.url}/x`,
        }
        const target = targets[where as keyof typeof targets]
        server.redirect = (path) => (path.startsWith('/team/') ? target + path : undefined)
        await expect(openWith()).rejects.toMatchObject({
          name: 'NotFoundError',
          message: expect.stringContaining('has moved to another address'),
        })
        expect(other.authorizations).toEqual([])
      } finally {
        await other.close()
      }
    },
  )
})
