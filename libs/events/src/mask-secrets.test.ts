import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { EventFacts } from './event.ts'
import { maskEvent } from './mask-secrets.ts'

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----'

function masked(after: EventFacts, reason?: string) {
  const subject = { kind: 'secret', id: 'github-token' } as const
  return maskEvent({ at: new Date(0), actor: person('ada'), type: 'secret.created', subject, after, reason })
}

describe('events', () => {
  it.each([
    `groundplan_${'a'.repeat(43)}`,
    `groundplan-session_${'a'.repeat(43)}`,
    `groundplan-state_${'a'.repeat(43)}`,
    `ghp_${'a'.repeat(36)}`,
    `github_pat_${'a'.repeat(36)}`,
    `glpat-${'a'.repeat(20)}`,
    `ATATT3xFf${'a'.repeat(36)}=1A`,
    `BBDC-${'a'.repeat(30)}`,
    'xoxb-1234567890-abcdef',
    `whsec_${'a'.repeat(32)}`,
    jwt,
    pem,
  ])('mask %j in facts and reasons', (secret) => {
    expect(masked({ note: `it is ${secret}` }, `because ${secret}`)).toMatchObject({
      ...{ after: { note: 'it is ***' }, reason: 'because ***' },
    })
  })

  it.each([
    ['https://ada:s3cret@git.example.com/a', 'https://***@git.example.com/a'],
    ['Authorization: Bearer abcdefgh12', 'Authorization: Bearer ***'],
    ['ssh://git@example.com:22/a', 'ssh://***@example.com:22/a'],
  ])('mask the credentials in %j', (note, expected) => {
    expect(masked({ note }).after).toEqual({ note: expected })
  })

  it.each(['token', 'accessToken', 'client_secret', 'password', 'privateKey', 'API_KEY', 'Secret'])(
    'mask what is called %s, whatever it is',
    (name) => {
      expect(masked({ [name]: 'x' }).after).toEqual({ [name]: '***' })
    },
  )

  it('keep everything else', () => {
    const after = {
      ...{ title: 'A token bucket', stage: 'open', pullRequest: 3, merged: null, breaking: true },
      ...{ permissions: 'tokens.manage secrets.read', origins: 'https://github.com', keyId: 'ab12' },
      secretsRemoved: 'two',
    }
    expect(masked(after, 'The secretary said: use rds-postgres@2, basic setup.')).toMatchObject({
      ...{ after, reason: 'The secretary said: use rds-postgres@2, basic setup.' },
      subject: { kind: 'secret', id: 'github-token' },
    })
  })
})
