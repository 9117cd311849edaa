import { mkdir, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { builtInRoles } from '@groundplan/access'
import type { InjectOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { startServer } from '../start-server.ts'
import { checkExposure, checkListening } from './check-exposure.ts'
import { createImportAddressCheck } from './create-import-address-check.ts'
import type { ReachConfig } from './create-reach.ts'
import { basic, token, useHttpServer } from './http-server.fixture.ts'
import { callerKey, RateLimiter } from '../rate-limiter.ts'

const { ask, create, temporaryDirectory } = useHttpServer()

describe('a server with an access token', () => {
  it.each([`Bearer ${token}`, `bearer ${token}`, basic(`:${token}`), basic(`ada:${token}`)])(
    'answers those who have it: %s',
    async (authorization) => {
      await create({ accessToken: token })
      expect((await ask('/trpc/about', { authorization })).statusCode).toBe(200)
    },
  )

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer wrong',
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token.toUpperCase()}`,
    `Basic ${token}`,
    basic(token),
    basic(`${token}:`),
    basic(`${token}:x`),
    `Digest ${token}`,
  ])('answers nobody else: %s', async (authorization) => {
    await create({ accessToken: token })
    for (const url of [
      '/',
      '/trpc/about',
      '/assets/x.js',
      '/nowhere',
      '/trpc/..%2fhealth',
      '/health/',
      '//health',
    ]) {
      const response = await ask(url, authorization === undefined ? {} : { authorization })
      expect(response.statusCode, url).toBe(401)
      expect(response.headers['www-authenticate']).toMatch(/^Basic realm=/)
      expect(response.json()).toMatchObject({
        error: { data: { code: 'UNAUTHORIZED', errorCode: 'not-allowed' } },
      })
    }
  })

  it.each([
    ['/health', 200],
    ['/schemas/blueprint.v2.json', 200],
    ['/webhooks/nobody', 404],
  ])('needs none at %s', async (url, status) => {
    await create({ accessToken: token })
    const response = await ask(url, {}, { method: status === 404 ? 'POST' : 'GET' })
    expect(response.statusCode).toBe(status)
  })

  it('stops answering wrong tokens of an address, and never the right one', async () => {
    await create({ accessToken: token, limits: { failedSignInsPerMinute: 3 } })
    const statuses = []
    for (let index = 0; index < 5; index += 1)
      statuses.push((await ask('/', { authorization: 'Bearer wrong' })).statusCode)
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect((await ask('/trpc/about', { authorization: `Bearer ${token}` })).statusCode).toBe(200)
  })
})

describe('a server that other machines can reach', () => {
  const remote = { remoteAccess: true, accessToken: token }
  const refused = [
    '0.0.0.0',
    '::',
    '::ffff:0.0.0.0',
    '192.0.2.1',
    '::ffff:192.0.2.1',
    'no-such-host.invalid',
    '',
    ' ',
    '0',
    '*',
  ]
  it.each(refused)('does not start at %j without a switch and a token', async (host) => {
    await expect(checkExposure({ host })).rejects.toMatchObject({
      name: 'InputError',
      hint: expect.stringMatching(
        /GROUNDPLAN_REMOTE_ACCESS=on and GROUNDPLAN_OIDC_ISSUER.*GROUNDPLAN_ACCESS_TOKEN/,
      ),
    })
    await expect(checkExposure({ host, remoteAccess: true })).rejects.toThrow()
    await expect(checkExposure({ host, accessToken: token })).rejects.toThrow()
    await expect(checkExposure({ host, ...remote })).resolves.toBeUndefined()
    await expect(checkExposure({ host, signIn: {} })).rejects.toThrow()
    await expect(checkExposure({ host, remoteAccess: true, signIn: {} })).resolves.toBeUndefined()
  })

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])(
    'is not one at %s',
    async (host) => {
      await expect(checkExposure({ host })).resolves.toBeUndefined()
    },
  )

  it('needs a token that is long', async () => {
    const short = { ...remote, accessToken: 'x'.repeat(31) }
    await expect(checkExposure({ host: '::', ...short })).rejects.toThrow('shorter than 32')
    await expect(checkExposure({ host: 'localhost', accessToken: 'short' })).rejects.toThrow(
      'shorter than 32',
    )
  })

  it('is found out also where a name has come to stand for another address', () => {
    const config = { host: 'localhost' }
    expect(() => checkListening([{ address: '127.0.0.1' }, { address: '::1' }], config)).not.toThrow()
    expect(() => checkListening([{ address: '127.0.0.1' }, { address: '192.0.2.1' }], config)).toThrow()
  })

  it('leaves nothing behind when it does not start', async () => {
    const home = await temporaryDirectory()
    const config = {
      home: `${home}/home`,
      databaseUrl: undefined,
      host: '0.0.0.0',
      port: 0,
      allowedHosts: [],
    }
    await expect(startServer(config)).rejects.toMatchObject({ code: 'input-invalid' })
  })
})

describe('an import', () => {
  const start = (
    address: string,
    headers: Readonly<Record<string, string>> = {},
    options: InjectOptions = {},
  ) =>
    ask('/trpc/imports.start', headers, {
      method: 'POST',
      payload: { repositories: [{ address }] },
      ...options,
    })
  const hosts = { here: { kind: 'github', url: 'https://git.example.com:8443' } } as never
  const check = (config: ReachConfig) =>
    createImportAddressCheck({ config, spaceId: 'default', readHosts: async () => hosts })

  it('may be of anything for a program of this machine, unless others are served', async () => {
    await create({ checkImportAddresses: check({}) })
    expect((await start('/srv/modules')).statusCode).toBe(200)
    expect((await start('https://10.0.0.1/x')).statusCode).toBe(200)
    await create({ checkImportAddresses: check({ remoteAccess: true }) })
    expect((await start('/srv/modules')).statusCode).toBe(403)
    expect((await start('https://10.0.0.1/x')).statusCode).toBe(403)
  })

  it('may be of a folder that the operator listed, where others are served', async () => {
    const folder = await temporaryDirectory()
    const inside = join(folder, 'modules')
    const outside = await temporaryDirectory()
    await mkdir(inside)
    await symlink(outside, join(folder, 'link'))
    await create({ checkImportAddresses: check({ remoteAccess: true, importFolders: [folder] }) })
    for (const address of [folder, inside, `${folder}/../${basename(folder)}`])
      expect((await start(address)).statusCode, address).toBe(200)
    const refused = [
      outside,
      `${folder}/..`,
      `${folder}x`,
      join(folder, 'link'),
      join(folder, 'none'),
      '.',
      '~/x',
    ]
    for (const address of [...refused, `file://${outside}`, `file://${folder}/..`]) {
      const response = await start(address)
      expect(response.statusCode, address).toBe(403)
      expect(response.json().error.data.hint).toContain('GROUNDPLAN_IMPORT_FOLDERS')
    }
    expect((await start(inside, {}, { remoteAddress: '192.0.2.7' })).statusCode).toBe(200)
  })

  it('is of folders for administrators of the account only', async () => {
    const folder = await temporaryDirectory()
    const { 'space-admin': role } = builtInRoles
    const caller = { actor: { kind: 'person', name: 'Ada' } as const, grants: [{ role }] }
    const requested = [folder, { isLocal: true, caller }] as const
    for (const config of [{}, { remoteAccess: true, importFolders: [folder] }])
      await expect(check(config)([requested[0]], requested[1])).rejects.toMatchObject({
        code: 'not-allowed',
        message: 'Ada lacks the permission "imports.folders".',
      })
    await expect(
      check({})(['https://git.example.com:8443/x'], { isLocal: true, caller }),
    ).resolves.toBeUndefined()
  })

  const forwarded = [
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'forwarded',
    'via',
    'x-real-ip',
    'cf-ray',
  ]
  it.each(forwarded)('may not be of a folder where a proxy asks: %s', async (header) => {
    await create({ checkImportAddresses: check({}) })
    const response = await start('/etc', { [header]: '1' })
    expect(response.statusCode).toBe(403)
    expect(response.json()).toMatchObject({
      error: { data: { errorCode: 'not-allowed', hint: expect.any(String) } },
    })
    expect((await start('file:///etc', { [header]: '1' })).statusCode).toBe(403)
  })

  it('may not be of a folder under another name of the server, or from another machine', async () => {
    await create({ allowedHosts: ['plan.example.com'], checkImportAddresses: check({}) })
    expect((await start('/etc', { host: 'plan.example.com' })).statusCode).toBe(403)
    expect((await start('/etc', {}, { remoteAddress: '192.0.2.7' })).statusCode).toBe(403)
    expect((await start('/etc', {}, { remoteAddress: '::ffff:192.0.2.7' })).statusCode).toBe(403)
    expect((await start('/etc', {}, { remoteAddress: '::ffff:127.0.0.1' })).statusCode).toBe(200)
  })

  it('may be of hosts that the operator listed, wherever they are', async () => {
    await create({
      checkImportAddresses: check({
        remoteAccess: true,
        importHosts: ['10.0.0.1', 'bank.invalid:7999', '169.254.169.254'],
      }),
    })
    expect((await start('https://10.0.0.1/x')).statusCode).toBe(200)
    expect((await start('ssh://git@bank.invalid:7999/x')).statusCode).toBe(200)
    expect((await start('ssh://git@bank.invalid/x')).statusCode).toBe(403)
    expect((await start('https://169.254.169.254/x')).statusCode).toBe(403)
    expect((await start('https://git.example.com/x')).statusCode).toBe(403)
  })
})

describe('a rate limiter', () => {
  it('grants so many attempts, more with time, and gives good ones back', () => {
    let now = 0
    const limiter = new RateLimiter({ perMinute: 2, now: () => now })
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a'), limiter.take('b')]).toEqual([
      true,
      true,
      false,
      true,
    ])
    now = 30_000
    expect([limiter.take('a'), limiter.take('a')]).toEqual([true, false])
    limiter.giveBack('a')
    expect(limiter.take('a')).toBe(true)
  })

  it('forgets those that were quiet for longest', () => {
    const limiter = new RateLimiter({ perMinute: 1, maximumCallers: 2, now: () => 0 })
    for (const caller of ['a', 'b', 'c']) limiter.take(caller)
    expect([limiter.take('c'), limiter.take('a')]).toEqual([false, true])
  })

  it('takes the addresses of one IPv6 network for one caller', () => {
    expect(callerKey('2001:db8::1')).toBe(callerKey('2001:db8:0:0:ffff::2'))
    expect(callerKey('2001:db8:0:1::1')).not.toBe(callerKey('2001:db8::1'))
    expect(callerKey('::ffff:1.2.3.4')).toBe(callerKey('1.2.3.4'))
  })
})
