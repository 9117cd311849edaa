import { join } from 'node:path'
import { startTokenIssuer } from '@groundplan/identity-provider'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'
import { startLocalServer } from './server/start-local-server.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

describe('groundplan workload', () => {
  it('lets a job call without a secret, as itself, until it is removed', async () => {
    const home = join(await temporaryDirectory(), 'home')
    const issuer = await startTokenIssuer({ sub: 'repo:bank/infra:environment:live', environment: 'live' })
    const { stop, url } = await startLocalServer({ home, port: 0, polls: false })
    cleanups.push(() => issuer.close(), stop)
    const permission = ['--permission', 'imports.read', 'proposals.read']
    const trusted = await groundplan(
      home,
      ...[
        'workload',
        'trust',
        'live',
        '--issuer',
        issuer.url,
        '--subject',
        'repo:bank/infra:*',
        ...permission,
      ],
      ...['--claim', 'environment=live'],
    )
    expect(trusted).toMatchObject({ code: 0, out: `The workload "live" may call with tokens for ${url}.\n` })
    const job = {
      ...{ home, GROUNDPLAN_URL: url, XDG_DATA_HOME: join(home, 'none') },
      ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
    }
    const whoami = await groundplan(job, 'whoami', '--json')
    expect(JSON.parse(whoami.out)).toMatchObject({
      user: 'workload repo:bank/infra:environment:live',
      permissions: ['proposals.read', 'imports.read', 'server.read'],
    })
    const refused = await groundplan(job, 'workload', 'list')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('tokens.manage')])
    expect((await groundplan(home, 'workload', 'list')).out).toMatch(/live .* environment=live/)
    expect((await groundplan(home, 'workload', 'remove', 'live')).code).toBe(0)
    expect((await groundplan(job, 'whoami')).err).toContain('no space trusts')
  })

  it('says what is missing', async () => {
    const home = join(await temporaryDirectory(), 'home')
    const permission = ['--permission', 'imports.read']
    const nobody = await groundplan(home, 'workload', 'trust', 'x', ...permission)
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('--github or --issuer')])
    const wide = await groundplan(home, 'workload', 'trust', 'x', '--github', 'bank/*', ...permission)
    expect([wide.code, wide.err]).toEqual([2, expect.stringContaining('whose they are')])
  })
})
