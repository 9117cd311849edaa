import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpAddress, printIpAddress } from './ip-address.ts'
import { readHost } from './read-host.ts'

describe('a host', () => {
  it.each([
    ['git.example.com', { kind: 'name', name: 'git.example.com' }],
    ['Git.Example.COM.', { kind: 'name', name: 'git.example.com' }],
    ['localhost', { kind: 'name', name: 'localhost' }],
    ['a_b.example', { kind: 'name', name: 'a_b.example' }],
    ['10.0.0.1', { kind: 'address', address: '10.0.0.1' }],
    ['10.0.0.1.', { kind: 'address', address: '10.0.0.1' }],
    ['[::1]', { kind: 'address', address: '0:0:0:0:0:0:0:1' }],
    ['[::ffff:10.0.0.1]', { kind: 'address', address: '10.0.0.1' }],
    ['FD00:EC2::254', { kind: 'address', address: 'fd00:ec2:0:0:0:0:0:254' }],
  ])('is read: %s', (text, host) => expect(readHost(text)).toEqual(host))

  it.each([
    ...[
      '',
      '.',
      '..',
      'a..b',
      'a.b..',
      '-a.b',
      'a b',
      'a/b',
      'a@b',
      'a%2eb',
      'git。example。com',
      'ɡit.example.com',
    ],
    ...['0x7f.1', '2130706433', '0177.0.0.1', '127.1', '1.2.3.256', '0x', 'example.0x7f', 'a.1', '1.2.3.4.5'],
    ...['fe80::1%eth0', '[fe80::1%25eth0]', '[1::2::3]', '[10.0.0.1]', ':::', `${'a'.repeat(254)}`],
  ])('is unclear: %j', (text) => expect(readHost(text)).toEqual({ kind: 'unclear' }))

  it('is never a name if URL programs connect to an IP address', () => {
    const part = fc.tuple(fc.constantFrom('decimal', 'octal', 'hex'), fc.nat({ max: 5 })).map(
      ([radix, zeros]) =>
        (value: number) =>
          radix === 'decimal'
            ? String(value)
            : radix === 'octal'
              ? `0${'0'.repeat(zeros)}${value.toString(8)}`
              : `0x${'0'.repeat(zeros)}${value.toString(16)}`,
    )
    const notation = fc
      .tuple(
        fc.nat({ max: 0xffffffff }),
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '.'),
      )
      .map(
        ([address, parts, end]) =>
          split(address, parts.length)
            .map((value, at) => parts[at]?.(value))
            .join('.') + end,
      )
    fc.assert(
      fc.property(notation, (text) => {
        const asked = new URL(`http://${text}/`).hostname
        expect(parseIpAddress(asked)).toBeDefined()
        const host = readHost(text)
        if (host.kind !== 'unclear') expect(host).toEqual({ kind: 'address', address: asked })
      }),
      { numRuns: caseCount(20_000) },
    )
  })

  it('is the one that URL programs connect to, whatever the text', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        '1',
        '0',
        'x',
        '0x',
        'f',
        '.',
        '-',
        '_',
        '%',
        '[',
        ']',
        ':',
        '::',
        'ffff',
        '127',
        '1.2.3.4',
        'A',
        '。',
        'é',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('')
        const host = readHost(text)
        if (host.kind === 'unclear') return
        const isIpv6 = text.includes(':') && !text.startsWith('[')
        const asked = new URL(`http://${isIpv6 ? `[${text}]` : text}/`).hostname.replace(/\.$/, '')
        const bytes = parseIpAddress(asked)
        if (host.kind === 'name') expect([host.name, bytes]).toEqual([asked, undefined])
        else expect(host.address).toBe(bytes && printIpAddress(bytes))
      }),
      { numRuns: caseCount(20_000) },
    )
  })
})

/** The numbers that `inet_aton` takes for an address: all but the last are one byte. */
function split(address: number, count: number): readonly number[] {
  const bytes = [24, 16, 8].map((shift) => Math.floor(address / 2 ** shift) % 256).slice(0, count - 1)
  return [...bytes, address % 2 ** (8 * (5 - count))]
}
