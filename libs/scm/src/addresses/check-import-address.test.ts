import { NotAllowedError } from '@groundplan/errors'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkImportAddresses, parseAllowedHost, type AllowedHost } from './check-import-address.ts'
import { parseImportAddress } from './parse-import-address.ts'

/** Where the server may not connect to. */
const guard = {
  async check({ host }: { readonly host: string }) {
    if (/^(?:inside|metadata)/.test(host))
      throw new NotAllowedError(`The host "${host}" is in a private network.`)
  },
}
const hosts: readonly AllowedHost[] = [
  { name: 'git.example.com' },
  { name: 'inside.example.com' },
  { name: 'ports.example.com', port: 7999 },
  { name: '10.1.2.3' },
]
const check = (address: string, allowsFolders = false) =>
  checkImportAddresses([address], {
    requireFolder: async (folder) => {
      if (!allowsFolders) throw new NotAllowedError(`Folders such as ${folder} are refused.`)
    },
    hosts,
    guard,
  })

describe('a caller from elsewhere', () => {
  it.each([
    'https://git.example.com/platform/modules.git',
    'HTTPS://Git.Example.com./x',
    'https://git.example.com:443/x',
    'ssh://git@git.example.com/x',
    'git@git.example.com:platform/modules.git',
    'git.example.com:x',
    'https://10.1.2.3/x',
    'ssh://git@ports.example.com:7999/x',
  ])('may import %s', async (address) => {
    await expect(check(address)).resolves.toBeUndefined()
  })

  it.each([
    ...[
      '/etc',
      '/srv/repository',
      '.',
      '../x',
      '~/x',
      'C:\\x',
      'file:///etc',
      'FILE:/etc',
      'file://localhost/etc',
      'x/y',
    ],
  ])('may not import the folder %s', async (address) => {
    await expect(check(address)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('Folders'),
    })
    await expect(check(address, true)).resolves.toBeUndefined()
  })

  it.each([
    'https://evil.example.com/x',
    'https://git.example.com.evil.com/x',
    'https://evil.com/git.example.com',
    'https://git.example.com:8443/x',
    'https://git.example.com:22/x',
    'ssh://git@git.example.com:2222/x',
    'https://ports.example.com/x',
    'evil.com:git.example.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://[::ffff:127.0.0.1]/x',
    'http://169.254.169.254/latest',
    'https://localhost/x',
    'https://localhost./x',
    'root@localhost:x',
  ])('may not import from a host that is not listed: %s', async (address) => {
    await expect(check(address)).rejects.toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('GROUNDPLAN_IMPORT_HOSTS'),
    })
  })

  it('may not import from a host that the server must not connect to', async () => {
    await expect(check('https://inside.example.com/x')).rejects.toMatchObject({
      code: 'not-allowed',
      message: 'The host "inside.example.com" is in a private network.',
    })
  })

  it.each([
    'https://git.example.com@evil.com/x',
    'https://evil.com@git.example.com/x',
    'https://git.example.com\\@evil.com/x',
    'https://git.example.com#@evil.com/',
    'https://git.example.com?@evil.com/',
    'https://git.example.com%2eevil.com/x',
    'https://git。example。com/x',
    'https://ɡit.example.com/x',
    'https://0x7f.1/x',
    'https://2130706433/x',
    'https://017700000001/x',
    'https://0177.0.0.1/x',
    'https://127.1/x',
    'https://git.example.com:0/x',
    'https://git.example.com:99999/x',
    'https://-oProxyCommand=x/y',
    'ssh://-oProxyCommand=x/y',
    'ssh://git@-oProxyCommand=x/y',
    '-oProxyCommand=x:y',
    'git://git.example.com/x',
    'ftp://git.example.com/x',
    'ext::sh -c id',
    'fd::17',
    'https::/git.example.com',
    'https://git.example.com',
    'https:///etc/x:y',
    'https:git.example.com/x',
    'https:/git.example.com/x',
    'git.example.com:x://evil.com/',
    'ssh://git:secret@git.example.com/x',
  ])('may not import what programs read in different ways: %s', async (address) => {
    await expect(check(address)).rejects.toMatchObject({
      code: expect.stringMatching(/input-invalid|not-allowed/),
    })
  })
})

it('lets a caller of this machine import anything where nobody else is served', async () => {
  const policy = { requireFolder: async () => {}, hosts: 'any', guard } as const
  await expect(
    checkImportAddresses(['/x', 'https://10.0.0.1/x', 'git://a/b'], policy),
  ).resolves.toBeUndefined()
})

it('never takes an address for one of a host that URL programs would not ask', () => {
  const piece = fc.constantFrom(
    ...[
      'https',
      'ssh',
      '://',
      '@',
      ':',
      '/',
      '\\',
      '#',
      '?',
      '%',
      '.',
      'a.com',
      '127.0.0.1',
      'x',
      ' ',
      '[',
      ']',
      '80',
    ],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const address = pieces.join('')
      const parsed = parseImportAddress(address)
      if (parsed.kind !== 'remote' || !/^\s*(?:https?|ssh):/.test(address)) return
      const url = new URL(address.trim())
      expect(url.hostname.replace(/\.$/, '')).toBe(parsed.host)
    }),
    { numRuns: caseCount(5000) },
  )
})

it.each(['https://a.com', 'a.com/x', 'a b', '', 'a.com:x', 'a@b'])('takes %j for no host to list', (text) => {
  expect(parseAllowedHost(text)).toBeUndefined()
})
