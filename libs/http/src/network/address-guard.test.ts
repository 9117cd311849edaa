import { describe, expect, it } from 'vitest'
import { parseAllowedNetwork } from '@groundplan/network-address'
import { AddressGuard, targetOf } from './address-guard.ts'
import { blockedPorts } from './blocked-ports.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  'git.example.com': ['140.82.121.3'],
  'inside.example.com': ['10.0.0.1'],
  'mixed.example.com': ['140.82.121.3', '10.0.0.1'],
  'metadata.example.com': ['169.254.169.254'],
  'six.example.com': ['2606:4700::1111'],
  'inside-six.example.com': ['fd12::1'],
}
const resolve = async (name: string) => {
  const found = names[name]
  if (found === undefined) throw new Error('ENOTFOUND')
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
const createGuard = (isStrict: boolean, ...allowed: readonly string[]) =>
  new AddressGuard({ isStrict, resolve, allowed: allowed.map((text) => parseAllowedNetwork(text)!) })
const strict = createGuard(true)
const at = (address: string) => targetOf(new URL(address))
const ssh = (host: string, port?: number) => ({ scheme: 'ssh', host, port }) as const

describe('a strict guard', () => {
  it('pins names of the internet to their addresses', async () => {
    expect(await strict.check(at('https://git.example.com/x'))).toEqual({
      ...{ kind: 'pinned', name: 'git.example.com', addresses: ['140.82.121.3'] },
    })
    expect(await strict.check(ssh('Six.Example.com.'))).toMatchObject({ name: 'six.example.com' })
    expect(await strict.check(at('https://1.1.1.1/'))).toEqual({ kind: 'free' })
  })

  it.each([
    ...['https://inside.example.com', 'https://mixed.example.com', 'https://inside-six.example.com'],
    ...[
      'https://127.0.0.1',
      'https://0x7f.1',
      'https://2130706433',
      'https://[::1]',
      'https://[::ffff:10.0.0.1]',
    ],
    ...[
      'https://10.0.0.1.',
      'http://0',
      'https://[64:ff9b::a00:1]',
      'https://[fe80::1]',
      'https://224.0.0.1',
    ],
  ])('connects to nothing private: %s', async (address) => {
    const refusal = { code: 'not-allowed', hint: expect.stringContaining('GROUNDPLAN_ALLOWED_NETWORKS') }
    await expect(strict.check(at(address))).rejects.toMatchObject(refusal)
    await expect(strict.checkProxied(at(address))).rejects.toMatchObject(refusal)
  })

  it('connects to private addresses that are allowed', async () => {
    const guard = createGuard(true, '10.0.0.0/8', 'inside-six.example.com:8443', '127.0.0.1:80')
    expect(await guard.check(at('https://mixed.example.com'))).toMatchObject({ kind: 'pinned' })
    expect(await guard.check(at('https://[64:ff9b::a00:1]'))).toEqual({ kind: 'free' })
    expect(await guard.check(at('https://inside-six.example.com:8443'))).toMatchObject({ kind: 'named' })
    await expect(guard.check(at('https://inside-six.example.com'))).rejects.toMatchObject({
      code: 'not-allowed',
    })
    expect(await guard.check(at('http://127.0.0.1'))).toEqual({ kind: 'free' })
    await expect(guard.check(at('http://127.0.0.1:8080'))).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('says nothing of the addresses that a name has', async () => {
    const error: unknown = await strict
      .check(at('https://inside.example.com'))
      .catch((reason: unknown) => reason)
    expect(JSON.stringify([error, String(error)])).not.toContain('10.0.0')
  })

  it.each(['0x7f.1', '127.1', 'fe80::1%eth0', 'git。example。com', 'a..b', ''])(
    'refuses hosts that programs read in different ways: %j',
    async (host) => {
      await expect(strict.check(ssh(host))).rejects.toMatchObject({ code: 'input-invalid' })
    },
  )

  it('refuses ports of other protocols, except to SSH', async () => {
    for (const port of blockedPorts) {
      if (port === 0) continue
      await expect(strict.check(at(`https://git.example.com:${port}`)), String(port)).rejects.toMatchObject({
        code: 'not-allowed',
      })
    }
    expect(await strict.check(ssh('git.example.com', 22))).toMatchObject({ kind: 'pinned' })
  })

  it('knows the ports that requests are not made to', async () => {
    const { fetch } = await import('undici')
    for (const port of blockedPorts) {
      // The library tries it, in vain.
      if (port === 0) continue
      const error = await fetch(`http://127.0.0.1:${port}/`).catch((reason: unknown) => reason)
      expect(error, String(port)).toMatchObject({ cause: { message: 'bad port' } })
    }
  })

  it('tells of hosts without addresses, and leaves them to a proxy', async () => {
    await expect(strict.check(at('https://gone.example.com'))).rejects.toThrow('has no address')
    await expect(strict.checkProxied(at('https://gone.example.com'))).resolves.toBeUndefined()
    await expect(createGuard(true, 'gone.example.com').check(ssh('gone.example.com'))).resolves.toEqual({
      kind: 'free',
    })
  })
})

describe.each([true, false])('a guard (strict: %s)', (isStrict) => {
  const guard = createGuard(
    isStrict,
    '169.254.0.0/16',
    '0.0.0.0/0',
    '169.254.169.254:80',
    'metadata.example.com',
  )

  it.each([
    ...[
      'http://169.254.169.254/latest',
      'http://0xA9FEA9FE/',
      'http://[::ffff:a9fe:a9fe]/',
      'http://[fd00:ec2::254]/',
    ],
    ...['http://metadata.example.com/', 'http://2852039166', 'http://168.63.129.16/'],
  ])('never connects to where clouds keep credentials: %s', async (address) => {
    const refusal = { code: 'not-allowed', message: expect.stringContaining('credentials of machines') }
    await expect(guard.check(at(address))).rejects.toMatchObject(refusal)
    await expect(guard.checkProxied(at(address))).rejects.toMatchObject(refusal)
  })

  it('never does so over SSH, however the address is written', async () => {
    for (const host of ['169.254.169.254', '0xA9FEA9FE', '2852039166', 'metadata.example.com'])
      await expect(guard.check(ssh(host)), host).rejects.toThrow()
  })
})

it('lets a server that only its machine uses connect everywhere else', async () => {
  const guard = createGuard(false)
  for (const host of [
    'inside.example.com',
    '127.0.0.1',
    '0x7f.1',
    'localhost',
    'an-alias-of-ssh',
    '10.0.0.1',
  ])
    expect(await guard.check(ssh(host)), host).toEqual({ kind: 'free' })
})
