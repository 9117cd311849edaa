import { InputError } from '@groundplan/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress, shortName } from './parse-address.ts'

describe('parseAddress', () => {
  it.each(['/srv/git/infra.git', '/a b/ü', '/a:b', '/ext::x'])('takes %j for a path', (path) => {
    expect(parseAddress(` ${path} `)).toEqual({ kind: 'path', path })
  })

  it.each([
    'https://git.example.com/team/infra.git',
    'http://localhost:3000/x',
    'ssh://git@git.example.com:22/x.git',
    'git://git.example.com/x',
    'file:///srv/git/x',
    'git@github.com:team/infra.git',
    'github.com:team/infra.git',
  ])('takes %j for a URL', (url) => {
    expect(parseAddress(url)).toEqual({ kind: 'url', url, shown: url })
  })

  it('never gives git anything that could be an option or a remote helper, whatever it is given', () => {
    const pieces = fc.constantFrom(
      'ext',
      '::',
      '://',
      '-',
      '--',
      '@',
      ':',
      '/',
      'a',
      'https',
      ' ',
      '\n',
      '\0',
      '..',
      'ü',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            const parsed = parseAddress(text)
            const address = parsed.kind === 'url' ? parsed.url : parsed.path
            expect(address).not.toMatch(/^-|^[a-z][a-z0-9+.-]*::|[\0\r\n]/i)
            if (parsed.kind === 'path') expect(address).toMatch(/^\//)
          } catch (error) {
            expect(error).toBeInstanceOf(InputError)
          }
        },
      ),
    )
  })
})

describe('shortName', () => {
  it.each([
    ['https://git.example.com/team/infra.git', 'infra'],
    ['https://git.example.com/team/infra/', 'infra'],
    ['git@github.com:infra.git', 'infra'],
    ['/srv/git/my infra', 'my infra'],
    ['/', 'repository'],
    ['/.git', 'repository'],
  ])('of %s is %s', (address, name) => {
    expect(shortName(address)).toBe(name)
  })
})
