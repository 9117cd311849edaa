import { describe, expect, test } from 'vitest'
import { findKnownSecrets } from './known-secrets.ts'
import { validateBlueprint } from '../validate-blueprint.ts'

/** Put together here, so that no tool takes this file for one that leaks. */
const letters = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4'

function rulesFor(name: string, value: string, sensitive = false): readonly string[] {
  const text = `spec_version: 2
inputs:
  ${name}: { default: ${JSON.stringify(value)}${sensitive ? ', sensitive: true' : ''} }
grains:
  g:
    kind: terraform
    spec: { source: { store: s, path: ., commit: abc }, inputs: [{ x: '{{ .inputs.${name} }}' }] }
`
  const { diagnostics } = validateBlueprint('a.yaml', text)
  for (const { message, hint } of diagnostics) {
    if (value !== '') expect(`${message} ${hint}`).not.toContain(value)
  }
  return diagnostics.map(({ rule }) => rule)
}

describe('known secrets', () => {
  test.each([
    ['an AWS access key', `AKIA${'QWERTYUIOP234567'}`],
    ['a private key', ['-----BEGIN', 'RSA PRIVATE', 'KEY-----'].join(' ')],
    ['a private key', ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ')],
    ['a GitHub token', `ghp_${letters.slice(0, 36)}`],
    ['a GitHub token', `github_pat_${letters.slice(0, 40)}`],
    ['an Atlassian token', `ATATT3xFfGF0${letters}`],
    ['a Bitbucket app password', `ATBB${letters.slice(0, 32)}`],
    ['a Bitbucket Data Center token', `BBDC-${letters.slice(0, 44)}`],
    ['a GitLab token', `glpat-${letters.slice(0, 20)}`],
    ['a Slack token', `xoxb-123456789012-${letters.slice(0, 24)}`],
    ['a Slack webhook URL', `https://hooks.slack.com/services/T12345678/B12345678/${letters.slice(0, 24)}`],
    ['a Google API key', `AIza${letters.slice(0, 35)}`],
    ['a Stripe key', `sk_live_${letters.slice(0, 24)}`],
    ['an npm token', `npm_${letters.slice(0, 36)}`],
    ['an HCP Terraform token', `${letters.slice(0, 14)}.atlasv1.${letters}${letters.slice(0, 20)}`],
    ['a Vault token', `hvs.${letters.slice(0, 30)}`],
    ['a SendGrid key', `SG.${letters.slice(0, 22)}.${letters.slice(0, 43)}`],
  ])('%s is found anywhere in a text', (name, secret) => {
    expect(findKnownSecrets(`key: "x ${secret}"\n`)).toEqual([
      { name, offset: 'key: "x '.length + (secret.startsWith('https') ? 'https://'.length : 0) },
    ])
  })

  test.each([
    `AKIA${'IOSFODNN7EXAMPLE'}`,
    `ghp_${'x'.repeat(36)}`,
    'AKIAlowercase1234567',
    'https://hooks.slack.com/services/...',
    '-----BEGIN CERTIFICATE-----',
    'commit: 3f1c0de9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('%s is none', (text) => {
    expect(findKnownSecrets(text)).toEqual([])
  })

  test('any length of text is read quickly enough', () => {
    for (const piece of ['-----BEGIN ', 'A ', 'xoxb-', 'hooks.slack.com/services/T', 'a.atlasv1.', '-'])
      expect(findKnownSecrets(piece.repeat(100_000 / piece.length))).toEqual([])
  })
})

describe('likely secrets', () => {
  test.each([
    ['db_password', letters.slice(0, 16)],
    ['API-Key', letters.slice(0, 32)],
    ['githubTokens', letters.slice(0, 40)],
    ['client_secret', 'q7~Xy.8Kd_2mPz'.replaceAll('.', '-')],
  ])('%s with a value drawn at random', (name, value) => {
    expect(rulesFor(name, value)).toEqual(['likely-secret'])
  })

  test.each([
    ['password_length', '1234567890abcdEF'],
    ['secret_name', letters.slice(0, 16)],
    ['token_url', letters.slice(0, 16)],
    ['db_password', ''],
    ['db_password', 'changeme'],
    ['db_password', 'my-database-password-1'],
    ['db_password', 'rds/production/password2'],
    ['secret', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b1C2'],
    ['token', '{{ .params.token12345abcDEF }}'],
    ['token', 'a sentence with 1 number'],
    ['api_key', '${data.vault.key1}'],
    ['secret', '0aaaaaaaaaaaaaaaaaaa'],
    ['access_key', '123e4567-e89b-12d3-a456-426614174000'],
  ])('%s with "%s" is none', (name, value) => {
    expect(rulesFor(name, value)).toEqual([])
  })

  test('environment variables and values inside of values are looked at, too', () => {
    const text = `spec_version: 2
grains:
  g:
    kind: terraform
    spec:
      source: { store: s, path: ., commit: abc }
      env-vars: [{ API_TOKEN: ${letters.slice(0, 30)} }]
      inputs: [{ settings: { auth: { password: [${letters.slice(0, 30)}] } } }]
`
    const { diagnostics } = validateBlueprint('a.yaml', text)
    expect(diagnostics.map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '7 likely-secret',
      '8 likely-secret',
    ])
  })
})

describe('defaults of sensitive inputs', () => {
  test('are reported, unless there is nothing in them', () => {
    expect(rulesFor('x', 'hunter2', true)).toEqual(['secret-default'])
    expect(rulesFor('x', '', true)).toEqual([])
  })
})
