import { InputError } from '@groundplan/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from './config.ts'

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
]
beforeEach(() => {
  for (const name of names) vi.stubEnv(name, '')
  vi.stubEnv('XDG_DATA_HOME', '/data')
})
afterEach(() => vi.unstubAllEnvs())

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig()).toEqual({
      home: expect.stringMatching(/^\/data\/groundplan\/homes\/\w+-[0-9a-f]{10}$/),
      userDataFolder: '/data/groundplan',
      databaseUrl: undefined,
      host: 'localhost',
      port: 4400,
      allowedHosts: [],
      polls: true,
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
      polls: false,
    })
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

  it.each([
    ['GROUNDPLAN_ACCESS_TOKEN', 's3cret-and-short'],
    ['GROUNDPLAN_ACCESS_TOKEN', 's3cret with blanks in between them all'],
    ['GROUNDPLAN_REMOTE_ACCESS', 'yes-s3cret'],
    ['GROUNDPLAN_IMPORT_HOSTS', 'https://s3cret.example.com/'],
  ])('says what is wrong with %s, without its value', (name, value) => {
    vi.stubEnv(name, value)
    expect(readConfig).toThrow(new RegExp(name))
    expect(readConfig).not.toThrow(/s3cret/)
  })
})
