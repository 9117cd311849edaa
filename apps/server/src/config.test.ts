import { inspect } from 'node:util'
import { InputError } from '@groundplan/errors'
import { readEnvironment } from '@groundplan/process'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfig as readConfigOf } from './config.ts'
import { noSecrets } from './hosts/host-secrets.ts'

const names = [
  'GROUNDPLAN_HOME',
  'DATABASE_URL',
  'GROUNDPLAN_HOST',
  'GROUNDPLAN_PORT',
  'GROUNDPLAN_ALLOWED_HOSTS',
  'GROUNDPLAN_PUBLIC_URL',
  'GROUNDPLAN_POLL',
  'GROUNDPLAN_REMOTE_ACCESS',
  'GROUNDPLAN_ACCESS_TOKEN',
  'GROUNDPLAN_IMPORT_HOSTS',
  'GROUNDPLAN_IMPORT_FOLDERS',
  'GROUNDPLAN_ALLOWED_NETWORKS',
  'GROUNDPLAN_ROLE',
  'GROUNDPLAN_WORKER_POOLS',
  'GROUNDPLAN_LOG_LEVEL',
  'GROUNDPLAN_BLUEPRINTS',
  'GROUNDPLAN_BLUEPRINTS_TOKEN',
  'GROUNDPLAN_LOCAL_SIGN_IN',
]
beforeEach(() => {
  for (const name of names) vi.stubEnv(name, '')
  vi.stubEnv('XDG_DATA_HOME', '/data')
})
afterEach(() => vi.unstubAllEnvs())

/** Leaves the environment as it is, for several looks at it. */
const readConfig = () => readConfigOf(readEnvironment())

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig()).toEqual({
      home: expect.stringMatching(/^\/data\/groundplan\/homes\/[\w-]+-[0-9a-f]{10}$/),
      userDataFolder: '/data/groundplan',
      databaseUrl: undefined,
      host: 'localhost',
      port: 4400,
      allowedHosts: [],
      localSignIn: true,
      polls: true,
      role: 'all',
      logLevel: 'info',
      secrets: noSecrets,
      services: expect.anything(),
      terraform: { files: {}, variables: {}, limits: {} },
    })
  })

  it('takes what is set', () => {
    vi.stubEnv('GROUNDPLAN_HOME', '/srv/groundplan')
    vi.stubEnv('DATABASE_URL', 'postgresql://u:p@db/groundplan')
    vi.stubEnv('GROUNDPLAN_HOST', '0.0.0.0')
    vi.stubEnv('GROUNDPLAN_PORT', '0')
    vi.stubEnv('GROUNDPLAN_ALLOWED_HOSTS', ' a.example.com, ,b.example.com ')
    vi.stubEnv('GROUNDPLAN_PUBLIC_URL', 'https://groundplan.example.com')
    vi.stubEnv('GROUNDPLAN_POLL', 'off')
    expect(readConfig()).toEqual({
      home: '/srv/groundplan',
      userDataFolder: '/data/groundplan',
      databaseUrl: 'postgresql://u:p@db/groundplan',
      host: '0.0.0.0',
      port: 0,
      allowedHosts: ['a.example.com', 'b.example.com'],
      publicUrl: 'https://groundplan.example.com',
      localSignIn: true,
      polls: false,
      role: 'all',
      logLevel: 'info',
      secrets: noSecrets,
      services: expect.anything(),
      terraform: { files: {}, variables: {}, limits: {} },
    })
  })

  it('takes how environments are run', () => {
    for (const [name, value] of Object.entries({
      GROUNDPLAN_TERRAFORM: '/opt/terraform-1.5/terraform, terraform',
      GROUNDPLAN_PROVIDER_MIRROR: '/srv/providers',
      GROUNDPLAN_PROVIDER_DOWNLOADS: 'off',
      GROUNDPLAN_RUN_VARIABLES: 'AWS_ENDPOINT_URL,AWS_MISSING',
      AWS_ENDPOINT_URL: 'https://aws.bank.example',
      GROUNDPLAN_RUNS: '4',
    }))
      vi.stubEnv(name, value)
    expect(readConfig().terraform).toEqual({
      files: { terraform: ['/opt/terraform-1.5/terraform', 'terraform'] },
      providers: { mirror: '/srv/providers', allowsDownloads: false },
      variables: { AWS_ENDPOINT_URL: 'https://aws.bank.example' },
      limits: { total: 4 },
    })
    vi.stubEnv('GROUNDPLAN_ENVIRONMENTS', 'off')
    expect(readConfig().terraform).toBeUndefined()
  })

  it.each(['TF_CLI_ARGS', 'PATH', 'GROUNDPLAN_MASTER_KEY', 'AWS_SECRET_ACCESS_KEY', 'a b'])(
    'gives no run the variable %s',
    (name) => {
      vi.stubEnv('GROUNDPLAN_RUN_VARIABLES', name)
      expect(() => readConfig()).toThrow('GROUNDPLAN_RUN_VARIABLES: List names of variables without secrets')
    },
  )

  it('takes a role, if there is what servers of that role share', () => {
    const shared = {
      DATABASE_URL: 'postgresql://db/groundplan',
      GROUNDPLAN_BLUEPRINTS: 'https://github.com/a/b',
      GROUNDPLAN_BLUEPRINTS_TOKEN: 't',
    }
    for (const role of ['api', 'worker']) {
      expect(readConfigOf({ ...shared, GROUNDPLAN_ROLE: role })).toMatchObject({ role })
      expect(() => readConfigOf({ GROUNDPLAN_ROLE: role })).toThrow(
        `The role ${role} requires PostgreSQL (DATABASE_URL).`,
      )
      const { DATABASE_URL } = shared
      expect(() => readConfigOf({ DATABASE_URL, GROUNDPLAN_ROLE: role })).toThrow('GROUNDPLAN_BLUEPRINTS')
    }
    expect(() => readConfigOf({ ...shared, GROUNDPLAN_ROLE: 'leader' })).toThrow('GROUNDPLAN_ROLE')
  })

  it('takes the pools that its worker serves, and leaves nothing undone without others', () => {
    const DATABASE_URL = 'postgresql://db/groundplan'
    const pools = (GROUNDPLAN_WORKER_POOLS: string) =>
      readConfigOf({ DATABASE_URL, GROUNDPLAN_WORKER_POOLS }).workerPools
    expect(readConfigOf({}).workerPools).toBeUndefined()
    expect(pools('payments-prod, cards,payments-prod')).toEqual(['payments-prod', 'cards'])
    for (const wrong of ['', ' ,', 'Payments', 'a b', 'a--b', 'a.b', Array.from('abcdefghijk').join()])
      expect(() => pools(wrong), wrong).toThrow('GROUNDPLAN_WORKER_POOLS: List up to 10 names of pools')
    expect(readConfigOf({ GROUNDPLAN_WORKER_POOLS: 'cards,default' }).workerPools).toEqual([
      'cards',
      'default',
    ])
    expect(() => readConfigOf({ GROUNDPLAN_WORKER_POOLS: 'cards' })).toThrow(
      'A server without PostgreSQL has to serve the pool "default" too.',
    )
  })

  it('names every variable that is wrong, and repeats no secret', () => {
    vi.stubEnv('GROUNDPLAN_PORT', '99999')
    vi.stubEnv('DATABASE_URL', 'mysql://u:s3cret@db/groundplan')
    expect(readConfig).toThrow(InputError)
    expect(readConfig).toThrow(/DATABASE_URL: .*; GROUNDPLAN_PORT: /)
    expect(readConfig).not.toThrow(/s3cret/)
  })

  it.each(['x', '-1', '1.5', '4400x'])('takes no port %j', (port) => {
    vi.stubEnv('GROUNDPLAN_PORT', port)
    expect(readConfig).toThrow(/GROUNDPLAN_PORT/)
  })

  it('takes access from other machines, and the hosts that they may import from', () => {
    vi.stubEnv('GROUNDPLAN_REMOTE_ACCESS', 'on')
    vi.stubEnv('GROUNDPLAN_ACCESS_TOKEN', 'x'.repeat(32))
    vi.stubEnv('GROUNDPLAN_IMPORT_HOSTS', 'git.bank.example, git.bank.example:7999,[fd00::1]')
    expect(readConfig()).toMatchObject({
      remoteAccess: true,
      accessToken: 'x'.repeat(32),
      importHosts: ['git.bank.example', 'git.bank.example:7999', '[fd00::1]'],
    })
  })

  it('has its one administrator sign in with a link, unless that is turned off or there is a token', () => {
    vi.stubEnv('GROUNDPLAN_LOCAL_SIGN_IN', undefined)
    expect(readConfig().localSignIn).toBe(true)
    vi.stubEnv('GROUNDPLAN_LOCAL_SIGN_IN', 'off')
    expect(readConfig().localSignIn).toBe(false)
    vi.stubEnv('GROUNDPLAN_LOCAL_SIGN_IN', 'on')
    vi.stubEnv('GROUNDPLAN_ACCESS_TOKEN', 'x'.repeat(32))
    expect(readConfig().localSignIn).toBe(false)
    vi.stubEnv('GROUNDPLAN_LOCAL_SIGN_IN', 'no-s3cret')
    expect(readConfig).toThrow(/GROUNDPLAN_LOCAL_SIGN_IN/)
  })

  it('takes networks and folders that addresses may lead to', () => {
    vi.stubEnv('GROUNDPLAN_IMPORT_FOLDERS', '/srv/modules, /opt/terraform')
    vi.stubEnv('GROUNDPLAN_ALLOWED_NETWORKS', '10.20.0.0/16, git.bank.example:7999')
    expect(readConfig()).toMatchObject({
      importFolders: ['/srv/modules', '/opt/terraform'],
      allowedNetworks: [
        { kind: 'range', prefix: [10, 20, 0, 0], bits: 16 },
        { kind: 'host', name: 'git.bank.example', port: 7999 },
      ],
    })
    vi.stubEnv('GROUNDPLAN_ALLOWED_NETWORKS', 'none')
    expect(readConfig().allowedNetworks).toEqual([])
  })

  it.each([
    ['GROUNDPLAN_ACCESS_TOKEN', 's3cret-and-short'],
    ['GROUNDPLAN_ACCESS_TOKEN', 's3cret with blanks in between them all'],
    ['GROUNDPLAN_REMOTE_ACCESS', 'yes-s3cret'],
    ['GROUNDPLAN_IMPORT_HOSTS', 'https://s3cret.example.com/'],
    ['GROUNDPLAN_IMPORT_FOLDERS', '/srv, s3cret'],
    ['GROUNDPLAN_ALLOWED_NETWORKS', '10.0.0.0/8,https://s3cret.example.com'],
  ])('says what is wrong with %s, without its value', (name, value) => {
    vi.stubEnv(name, value)
    expect(readConfig).toThrow(new RegExp(name))
    expect(readConfig).not.toThrow(/s3cret/)
  })

  it.each(['GROUNDPLAN_BLUEPRINTS', 'GROUNDPLAN_BLUEPRINTS_API_URL', 'GROUNDPLAN_PUBLIC_URL'])(
    'refuses HTTP for %s, except on this machine',
    (name) => {
      const others = { GROUNDPLAN_BLUEPRINTS: 'https://github.com/a/b', GROUNDPLAN_BLUEPRINTS_TOKEN: 't' }
      for (const address of ['http://git.example.com/a/b', 'http://localhost@git.example.com/a/b'])
        expect(() => readConfigOf({ ...others, [name]: address })).toThrow(`${name}: Use https://`)
      for (const address of [
        'https://git.example.com/a/b',
        'http://127.0.0.1:80/a/b',
        'http://localhost/a/b',
      ])
        expect(() => readConfigOf({ ...others, [name]: address })).not.toThrow()
    },
  )

  it('shows no secret in logs and JSON', () => {
    const config = readConfigOf({
      DATABASE_URL: 'postgresql://u:CANARY-1@db/x',
      GROUNDPLAN_BLUEPRINTS: 'https://github.com/a/b',
      GROUNDPLAN_BLUEPRINTS_TOKEN: 'CANARY-2',
      GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: 'CANARY-3',
      GROUNDPLAN_SECRET_X: 'CANARY-4',
      GROUNDPLAN_SECRET_X_ORIGINS: 'https://github.com',
    })
    expect(config.secrets?.find({ env: 'GROUNDPLAN_SECRET_X' }, '')?.value).toBe('CANARY-4')
    const secret = config.secrets?.find({ env: 'GROUNDPLAN_SECRET_X' }, '')
    const shown = inspect([config, secret], { depth: 9, showHidden: true }) + JSON.stringify([config, secret])
    expect(shown).not.toContain('CANARY')
    expect(shown).toContain('[redacted]')
  })

  it.each(['https://github.com/acme', 'http://github.com', 'github.com', 'https://u@github.com', '*'])(
    'takes no origin %j for a secret',
    (origins) => {
      const variables = { GROUNDPLAN_SECRET_X: 's3cret', GROUNDPLAN_SECRET_X_ORIGINS: origins }
      expect(() => readConfigOf(variables)).toThrow('GROUNDPLAN_SECRET_X_ORIGINS')
    },
  )

  describe('with a blueprint repository on a host', () => {
    const address = { GROUNDPLAN_BLUEPRINTS: 'git@github.com:acme/blueprints.git' }
    const app = { GROUNDPLAN_BLUEPRINTS_APP_ID: '1', GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY: 'hunter2' }

    it('takes an SSH address and a GitHub App, and shows no key', () => {
      const config = readConfigOf({ ...address, ...app })
      expect(config.blueprints).toMatchObject({ app: { id: '1', privateKey: 'hunter2' }, token: '' })
      expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('hunter2')
    })

    it.each([
      [{}, 'no token is set'],
      [
        { GROUNDPLAN_BLUEPRINTS_APP_ID: '1' },
        'APP_PRIVATE_KEY or GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE is not set',
      ],
      [{ GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET: 'hunter2' }, 'GROUNDPLAN_BLUEPRINTS_CLIENT_ID is not set'],
      [
        { ...app, GROUNDPLAN_BLUEPRINTS_TOKEN: 'hunter2' },
        'GROUNDPLAN_BLUEPRINTS_TOKEN and GROUNDPLAN_BLUEPRINTS_APP_ID are both set',
      ],
      [
        { GROUNDPLAN_BLUEPRINTS_APP_ID: '1', GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE: '/missing.pem' },
        'Could not read /missing.pem (GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE)',
      ],
      [
        { ...app, GROUNDPLAN_BLUEPRINTS_SSH_KEY_FILE: '/missing' },
        'Could not read /missing (GROUNDPLAN_BLUEPRINTS_SSH_KEY_FILE)',
      ],
      [{ ...app, HTTPS_PROXY: 'socks5://ada:hunter2@proxy' }, 'HTTPS_PROXY is not the URL of an HTTP proxy'],
      [{ ...app, GROUNDPLAN_CA_FILE: '/missing.pem' }, 'Could not read /missing.pem (GROUNDPLAN_CA_FILE)'],
    ])('says what is wrong with %o', (variables, message) => {
      const read = () => readConfigOf({ ...address, ...variables })
      expect(read).toThrow(message)
      expect(read).not.toThrow(/hunter2/)
    })
  })
})
