import { describe, expect, it } from 'vitest'
import { parseRepositoryUrl } from './parse-repository-url.ts'

describe('parseRepositoryUrl', () => {
  it.each([
    [
      'https://github.com/acme/blueprints',
      undefined,
      ['github', 'https://github.com', 'acme', 'blueprints', 'https://github.com/acme/blueprints.git'],
    ],
    [
      'https://bitbucket.org/acme/blue-prints.git',
      undefined,
      [
        'bitbucket-cloud',
        'https://bitbucket.org',
        'acme',
        'blue-prints',
        'https://bitbucket.org/acme/blue-prints.git',
      ],
    ],
    [
      'https://git.example.com:8443/github/acme/x.y/',
      'github',
      [
        'github',
        'https://git.example.com:8443/github',
        'acme',
        'x.y',
        'https://git.example.com:8443/github/acme/x.y.git',
      ],
    ],
    [
      'https://example.com/bitbucket/projects/PLAT/repos/blueprints/browse',
      'bitbucket-data-center',
      [
        'bitbucket-data-center',
        'https://example.com/bitbucket',
        'PLAT',
        'blueprints',
        'https://example.com/bitbucket/scm/plat/blueprints.git',
      ],
    ],
    [
      'https://git.example.com/scm/plat/blueprints.git',
      'bitbucket-data-center',
      [
        'bitbucket-data-center',
        'https://git.example.com',
        'PLAT',
        'blueprints',
        'https://git.example.com/scm/plat/blueprints.git',
      ],
    ],
    [
      'https://git.example.com/users/ada/repos/x',
      'bitbucket-data-center',
      [
        'bitbucket-data-center',
        'https://git.example.com',
        '~ada',
        'x',
        'https://git.example.com/scm/~ada/x.git',
      ],
    ],
  ] as const)('takes %s apart', (address, kind, [found, hostUrl, owner, name, gitUrl]) => {
    const repository = { owner, name }
    expect(parseRepositoryUrl(address, { kind })).toEqual({ kind: found, hostUrl, repository, gitUrl })
  })

  it.each([
    ['https://git.example.com/acme/blueprints', undefined, /GROUNDPLAN_BLUEPRINTS_KIND/],
    ['https://ada:secret@github.com/acme/blueprints', undefined, /without credentials/],
    ['ssh://git@git.example.com/acme/x', undefined, /GROUNDPLAN_BLUEPRINTS_KIND/],
    ['ssh://git:secret@github.com/acme/x', undefined, /such as/],
    ['git@github.com:acme', undefined, /owner and the name/],
    ['https://github.com/acme', undefined, /owner and the name/],
    ['https://git.example.com/acme/x', 'bitbucket-data-center', /owner and the name/],
  ] as const)('refuses %s and says why, without repeating credentials', (address, kind, hint) => {
    let thrown: unknown
    try {
      parseRepositoryUrl(address, { kind })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'input-invalid', hint: expect.stringMatching(hint) })
    expect(String(thrown)).not.toContain('secret')
  })

  it.each([
    ['git@github.com:acme/blueprints.git', {}, 'github', 'https://github.com', 'acme'],
    ['ssh://git@ssh.github.com:443/acme/blueprints.git', {}, 'github', 'https://github.com', 'acme'],
    ['git@bitbucket.org:acme/blueprints', {}, 'bitbucket-cloud', 'https://bitbucket.org', 'acme'],
    [
      'ssh://git@git.example.com:7999/plat/blueprints.git',
      { kind: 'bitbucket-data-center' },
      'bitbucket-data-center',
      'https://git.example.com',
      'PLAT',
    ],
    [
      'ssh://git@ssh.example.com:7999/~ada/blueprints.git',
      { kind: 'bitbucket-data-center', apiUrl: 'https://example.com/bitbucket/rest/api/latest' },
      'bitbucket-data-center',
      'https://example.com/bitbucket',
      '~ada',
    ],
    [
      'git@ghe.example.com:acme/blueprints.git',
      { kind: 'github', apiUrl: 'https://ghe.example.com/api/v3' },
      'github',
      'https://ghe.example.com',
      'acme',
    ],
  ] as const)('takes the SSH address %s apart', (address, hints, kind, hostUrl, owner) => {
    const repository = { owner, name: 'blueprints' }
    expect(parseRepositoryUrl(address, hints)).toEqual({ kind, hostUrl, repository, gitUrl: address })
  })
})
