import { isIP } from 'node:net'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopbackAddress, isPublicAddress, parseIpAddress } from './ip-address.ts'

describe('a public address', () => {
  it.each([
    '1.1.1.1',
    '140.82.121.3',
    '172.15.255.255',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
  ])('is %s', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '::', '::1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', 'fe80::1%eth0'],
    ...['fc00::1', 'fd00:ec2::254', 'ff02::1', '64:ff9b::a00:1', '2002:7f00:1::', '2001:db8::1', '2001::1'],
    ...[
      '0x7f.1',
      '2130706433',
      '0177.0.0.1',
      '127.1',
      '1.2.3',
      '1.2.3.256',
      '01.2.3.4',
      '',
      'localhost',
      '1::2::3',
    ],
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false))

  it('is the same one in every form of IPv6', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(groups, (words) => {
        const full = words.map((word) => word.toString(16)).join(':')
        const shortened = new URL(`http://[${full}]/`).hostname
        expect(parseIpAddress(shortened)).toEqual(parseIpAddress(full.toUpperCase()))
        expect(isPublicAddress(shortened)).toBe(isPublicAddress(full))
      }),
    )
  })
})

it.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])(
  'takes %s for this machine',
  (address) => expect(isLoopbackAddress(address)).toBe(true),
)
it.each(['0.0.0.0', '::', '128.0.0.1', '::2', '::ffff:10.0.0.1', '127.1', 'localhost', ''])(
  'does not take %j for this machine',
  (address) => expect(isLoopbackAddress(address)).toBe(false),
)

it('reads what Node.js takes for an IP address, and nothing else', () => {
  const piece = fc.constantFrom(
    ...['0', '1', 'f', 'ffff', '255', '256', '01', '.', ':', '::', '1.2.3.4', '%', '[', 'g', ' '],
  )
  const address = fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.oneof(address, fc.ipV4(), fc.ipV6()), (text) => {
      // Node.js wants a name behind the %.
      if (/%|[[]/.test(text)) return
      expect(parseIpAddress(text) !== undefined).toBe(isIP(text) !== 0)
    }),
    { numRuns: caseCount(20_000) },
  )
})
