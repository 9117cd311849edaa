import { BlockList } from 'node:net'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllowedAddress, isNamedHost, parseAllowedNetwork } from './allowed-network.ts'
import { isMetadataAddress, isPublicAddress, parseIpAddress, printIpAddress } from './ip-address.ts'

const parse = (...texts: readonly string[]) => texts.map((text) => parseAllowedNetwork(text)!)

/** The special-purpose registries of IANA, as CIDR: an independent list for the rules in ip-address.ts. */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '3fff::/20'],
]

const ipv4 = fc.tuple(...Array.from({ length: 4 }, () => fc.nat({ max: 255 })))
const words = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })), { minLength: 8, maxLength: 8 })
const anyIpv4 = ipv4.map((bytes) => bytes.join('.'))
const anyIpv6 = words.map((groups) => groups.map((group) => group.toString(16)).join(':'))
/** Addresses within and just outside of the ranges. */
const nearby = fc
  .tuple(fc.constantFrom(...special), fc.nat(), fc.constantFrom(-1, 0, 1))
  .map(([range, seed, step]) => shift(range, seed, step))

describe('addresses', () => {
  it('are public as the BlockList of Node.js has it', () => {
    // One for each version: Node.js takes IPv4 addresses for mapped ones, which are IPv6.
    const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
    for (const range of special) {
      const [network = '', bits] = range.split('/')
      const family = network.includes(':') ? 'ipv6' : 'ipv4'
      lists[family].addSubnet(network, Number(bits), family)
    }
    fc.assert(
      fc.property(fc.oneof(anyIpv4, anyIpv6, nearby), (address) => {
        const family = address.includes(':') ? 'ipv6' : 'ipv4'
        // These are judged by the IPv4 address in them.
        const bytes = parseIpAddress(address)!
        if (family === 'ipv6' && (bytes.length === 4 || /^(?:2002:|0*64:ff9b:0+:0+:0+:0+:)/.test(address)))
          return
        expect(isPublicAddress(address)).toBe(!lists[family].check(address, family))
      }),
      { numRuns: caseCount(20_000) },
    )
  })

  it('are allowed in the ranges that BlockList finds them in', () => {
    const range = fc.oneof(fc.tuple(anyIpv4, fc.nat({ max: 32 })), fc.tuple(anyIpv6, fc.nat({ max: 128 })))
    fc.assert(
      fc.property(range, fc.nat(), fc.constantFrom(-1, 0, 1), ([network, bits], seed, step) => {
        const list = new BlockList()
        const family = network.includes(':') ? 'ipv6' : 'ipv4'
        list.addSubnet(network, bits, family)
        const address = shift(`${network}/${bits}`, seed, step)
        const isWithin = list.check(address, family)
        if (isMetadataAddress(address)) return
        expect(isAllowedAddress(address, parse(`${network}/${bits}`))).toBe(
          isWithin || isPublicAddress(address),
        )
      }),
      { numRuns: caseCount(20_000) },
    )
  })

  it.each([
    ...[
      '169.254.169.254',
      '169.254.170.2',
      '168.63.129.16',
      '100.100.100.200',
      'fd00:ec2::254',
      'fd20:ce::254',
    ],
    ...[
      '::ffff:169.254.169.254',
      '::ffff:a9fe:a9fe',
      '::a9fe:a9fe',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b:1::a9fe:a9fe',
    ],
    ...['2002:a9fe:a9fe::', 'fe80::a9fe:a9fe%eth0', '[fd00:ec2::254]'],
  ])('of credentials are never allowed: %s', (address) => {
    expect(isMetadataAddress(address)).toBe(true)
    expect(isAllowedAddress(address, parse('0.0.0.0/0', '::/0'))).toBe(false)
  })

  it('that lead to an IPv4 address are allowed as that one is', () => {
    const allowed = parse('10.0.0.0/8')
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::a01:203', '2002:a01:203::1'])
      expect(isAllowedAddress(address, allowed), address).toBe(true)
    for (const address of [
      '11.0.0.1.',
      '192.168.0.1',
      '::a01:203',
      'fd00::1',
      '64:ff9b::c0a8:1',
      'localhost',
      '',
    ])
      expect(isAllowedAddress(address, allowed), address).toBe(false)
  })
})

describe('an entry of the list', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['fd12::/16', 'fd12:1::1', true],
    ['[fd12::]/16', 'fd12:1::1', true],
    ['fd12::1', 'fd12::2', false],
    ['[::1]', '::1', true],
    ['::ffff:10.0.0.0/104', '10.2.3.4', true],
    ['::ffff:10.0.0.0/104', '192.168.3.4', false],
    ['127.0.0.1:80', '127.0.0.1', false],
    ['git.example.com', '10.0.0.1', false],
  ])('%s allows the address %s: %s', (entry, address, isAllowed) => {
    expect(isAllowedAddress(address, parse(entry))).toBe(isAllowed)
  })

  it('names a host, on one port or on all', () => {
    const allowed = parse('Git.Example.com', 'ssh.example.com:7999', '[::1]:8443', '127.0.0.1:80')
    const isNamed = (name: string, port: number) => isNamedHost(name, port, allowed)
    expect([isNamed('git.example.com', 443), isNamed('git.example.com', 8443)]).toEqual([true, true])
    expect([isNamed('ssh.example.com', 7999), isNamed('ssh.example.com', 22)]).toEqual([true, false])
    expect([isNamed('0:0:0:0:0:0:0:1', 8443), isNamed('127.0.0.1', 80)]).toEqual([true, true])
    expect([isNamed('127.0.0.1', 81), isNamed('evil.git.example.com', 443)]).toEqual([false, false])
  })

  it.each([
    ...[
      '',
      ' ',
      '10.0.0.0/33',
      '10.0.0/8',
      '10.0.0.0/-1',
      'fd00::/129',
      '::ffff:10.0.0.0/95',
      '0x7f.1',
      '127.1',
    ],
    ...[
      'https://git.example.com',
      'git.example.com/x',
      'git.example.com:0',
      'git.example.com:70000',
      '*.example.com',
    ],
    ...['a b', 'fe80::1%eth0', 'fe80::%1/64', '10.0.0.0/8/8', '[]', '[]:1', 'git.example.com/24'],
  ])('is not %j', (text) => expect(parseAllowedNetwork(text)).toBeUndefined())
})

/** An address with a prefix, or one just before or after it, and the other bits at random. */
function shift(range: string, seed: number, step: number): string {
  const [network = '', bits = '0'] = range.split('/')
  const family = network.includes(':') ? 16 : 4
  // Not by parseIpAddress alone, which reads mapped addresses as IPv4.
  const bytes = parseIpAddress(network)!
  const width = BigInt(bytes.length * 8)
  const host = width - BigInt(Math.min(Number(bits), Number(width)))
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const prefix = (value >> host) + BigInt(step)
  const random = (BigInt(seed) * 0x9e3779b97f4a7c15f39cc0605cedc835n) & ((1n << host) - 1n)
  const moved = ((prefix << host) + random) & ((1n << width) - 1n)
  const text = printIpAddress(
    Array.from({ length: bytes.length }, (_, at) =>
      Number((moved >> (8n * BigInt(bytes.length - 1 - at))) & 255n),
    ),
  )
  return family === 16 && bytes.length === 4 ? `::ffff:${text}` : text
}
