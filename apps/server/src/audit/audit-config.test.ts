import { describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'

const secret = `whsec_${Buffer.alloc(32).toString('base64')}`
const day = 24 * 3_600_000

describe('the configuration of the audit log', () => {
  it('keeps events for ever and sends them nowhere by default', () => {
    expect(readConfig({}).audit).toBeUndefined()
  })

  it('takes what is set', () => {
    const { audit } = readConfig({
      ...{ GROUNDPLAN_AUDIT_RETENTION: '400d', GROUNDPLAN_TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16,fd00::/8' },
      GROUNDPLAN_AUDIT_WEBHOOK_URL: 'https://siem.example.com/in',
      GROUNDPLAN_AUDIT_WEBHOOK_SECRET: `${secret} ${secret}`,
      GROUNDPLAN_AUDIT_SYSLOG: 'tls://[fd00::1]:6514',
    })
    expect(audit).toMatchObject({
      ...{ retention: 400 * day, trustedProxies: ['10.0.0.5', '10.1.0.0/16', 'fd00::/8'] },
      webhook: { url: 'https://siem.example.com/in', secrets: [secret, secret] },
      syslog: { host: 'fd00::1', port: 6514, tls: true },
    })
    expect(JSON.stringify(audit)).not.toContain('whsec')
  })

  it.each([
    ['GROUNDPLAN_AUDIT_RETENTION', 'forever'],
    ['GROUNDPLAN_AUDIT_RETENTION', '23h'],
    ['GROUNDPLAN_TRUSTED_PROXIES', 'proxy.example.com'],
    ['GROUNDPLAN_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['GROUNDPLAN_AUDIT_WEBHOOK_URL', 'http://siem.example.com'],
    ['GROUNDPLAN_AUDIT_WEBHOOK_SECRET', 'short'],
    ['GROUNDPLAN_AUDIT_SYSLOG', 'udp://siem.example.com:514'],
    ['GROUNDPLAN_AUDIT_SYSLOG', 'tcp://siem.example.com'],
    ['GROUNDPLAN_AUDIT_SYSLOG', 'tcp://siem.example.com:601/path'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name)
  })

  it('wants a URL and a secret for a webhook', () => {
    expect(() => readConfig({ GROUNDPLAN_AUDIT_WEBHOOK_URL: 'https://a.example' })).toThrow(
      'SECRET is not set',
    )
    expect(() => readConfig({ GROUNDPLAN_AUDIT_WEBHOOK_SECRET: secret })).toThrow('URL is not set')
  })
})
