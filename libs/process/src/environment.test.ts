import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readEnvironment, readPublicEnvironment, takeEnvironment } from './environment.ts'
import { isSecretVariable } from './is-secret-variable.ts'
import { redact } from './redact.ts'
import { runProgram } from './run-program.ts'

afterEach(() => vi.unstubAllEnvs())

describe('takeEnvironment', () => {
  it('returns every variable once, and leaves no secret to programs started later', async () => {
    vi.stubEnv('GROUNDPLAN_SECRET_GITHUB', 'CANARY-1')
    vi.stubEnv('DATABASE_URL', 'postgresql://u:CANARY-2@db/x')
    vi.stubEnv('TRY_PLAIN', 'plain')
    expect(readPublicEnvironment()).not.toHaveProperty('DATABASE_URL')
    const taken = takeEnvironment()
    expect(taken).toMatchObject({ GROUNDPLAN_SECRET_GITHUB: 'CANARY-1', TRY_PLAIN: 'plain' })
    expect(readEnvironment()).toMatchObject({ TRY_PLAIN: 'plain' })
    const print = 'process.stdout.write(JSON.stringify(process.env))'
    const { stdout } = await runProgram(process.execPath, ['-e', print])
    expect(stdout.toString('utf8')).toContain('TRY_PLAIN')
    expect(stdout.toString('utf8')).not.toContain('CANARY')
  })
})

describe('isSecretVariable', () => {
  it.each([
    ...['GROUNDPLAN_SECRET_X', 'GROUNDPLAN_BLUEPRINTS_TOKEN', 'GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET'],
    ...['GROUNDPLAN_ACCESS_TOKEN', 'DATABASE_URL', 'PGPASSWORD', 'AWS_SECRET_ACCESS_KEY', 'GITHUB_TOKEN'],
    ...['MY_DB_PASSWORD', 'npm_token', 'REPORTING_DATABASE_URL', 'SENTRY_DSN', 'TF_TOKEN', 'DB_PASS'],
  ])('%s holds a secret', (name) => expect(isSecretVariable(name)).toBe(true))

  it.each([
    ...['PATH', 'HOME', 'PWD', 'OLDPWD', 'SSH_AUTH_SOCK', 'GROUNDPLAN_HOME', 'GROUNDPLAN_BLUEPRINTS'],
    ...['GIT_CONFIG_KEY_0', 'NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'KEYBOARD', 'GIT_ASKPASS'],
  ])('%s holds none', (name) => expect(isSecretVariable(name)).toBe(false))
})

it('an object with redacted properties shows them nowhere', () => {
  const config = redact({ home: '/srv', token: 'CANARY', other: undefined }, ['token', 'other'])
  expect(config.token).toBe('CANARY')
  const shown = `${inspect({ config }, { depth: 9 })} ${JSON.stringify({ config })}`
  expect(shown).toContain('[redacted]')
  expect(shown).not.toContain('CANARY')
})
