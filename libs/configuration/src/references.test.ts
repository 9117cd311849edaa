import { describe, expect, it } from 'vitest'
import { listReferences } from './list-references.ts'
import { parseConfiguration } from './parse-configuration.ts'

const withHost = (host: string, more = '') =>
  `version: 1\nhosts:\n  github: ${host}\nrepositories: [{ host: github, owner: acme }]\n${more}`

describe('a reference to a secret of another service', () => {
  const parse = (reference: string) =>
    parseConfiguration('groundplan.yaml', withHost(`{ kind: github, token: ${reference} }`))

  it.each([
    [{ vault: 'kv/data/groundplan/github#token' }],
    [{ vault: 'team/kv/data/a.b/c_d#the.key', version: 3 }],
    [{ 'aws-secrets-manager': 'groundplan/github' }],
    [{ 'aws-secrets-manager': 'groundplan/github#token', stage: 'AWSPREVIOUS' }],
    [{ 'aws-secrets-manager': 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf#token' }],
  ])('is %j', (token) => {
    const { configuration, diagnostics } = parse(JSON.stringify(token))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(configuration?.hosts).toMatchObject({ github: { token } })
    expect(listReferences(configuration!)).toEqual([{ path: ['hosts', 'github', 'token'], reference: token }])
  })

  it.each([
    ["{ vault: 'kv/data/github' }", 'Invalid address of a secret in Vault.'],
    ["{ vault: 'kv/github#token' }", 'Invalid address of a secret in Vault.'],
    ["{ vault: 'kv/data/../../sys/raw#token' }", 'Invalid address of a secret in Vault.'],
    ["{ vault: '/v1/kv/data/github#token' }", 'Invalid address of a secret in Vault.'],
    ["{ vault: 'kv/data/github?version=1#token' }", 'Invalid address of a secret in Vault.'],
    ["{ aws-secrets-manager: '#token' }", 'Invalid address of a secret in AWS Secrets Manager.'],
    ["{ aws-secrets-manager: 'a b' }", 'Invalid address of a secret in AWS Secrets Manager.'],
  ])('cannot be %s', (reference, message) => {
    expect(parse(reference).diagnostics).toMatchObject([{ severity: 'error', rule: 'reference', message }])
  })

  it('has one place only', () => {
    expect(parse('{ vault: kv/data/a#b, secret: c }').configuration).toBeUndefined()
  })
})

describe('a signing key', () => {
  const parse = (key: string) =>
    parseConfiguration(
      'groundplan.yaml',
      withHost('{ kind: github, token: { secret: a } }', `commits: { signing-key: ${key} }\n`),
    )

  it.each(['{ secret: signing-key }', '{ vault: kv/data/signing#key }', '{ file: /key }'])(
    'may be %s',
    (key) => {
      expect(parse(key).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    },
  )

  it.each(['{ secret: Signing Key }', '{ vault: kv/signing#key }', '{ env: PATH }', '{ file: key }'])(
    'cannot be %s',
    (key) => {
      expect(parse(key).diagnostics).toMatchObject([{ severity: 'error', rule: 'signing-key' }])
    },
  )
})
