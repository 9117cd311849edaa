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
    expect(parseRepositoryUrl(address, kind)).toEqual({ kind: found, hostUrl, repository, gitUrl })
  })

  it.each([
    ['https://git.example.com/acme/blueprints', undefined, /GROUNDPLAN_BLUEPRINTS_KIND/],
    ['https://ada:secret@github.com/acme/blueprints', undefined, /without credentials/],
    ['git@github.com:acme/blueprints.git', undefined, /such as/],
    ['https://github.com/acme', undefined, /owner and the name/],
    ['https://git.example.com/acme/x', 'bitbucket-data-center', /owner and the name/],
  ] as const)('refuses %s and says why, without repeating credentials', (address, kind, hint) => {
    let thrown: unknown
    try {
      parseRepositoryUrl(address, kind)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'input-invalid', hint: expect.stringMatching(hint) })
    expect(String(thrown)).not.toContain('secret')
  })
})
