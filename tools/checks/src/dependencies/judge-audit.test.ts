import { expect, it } from 'vitest'
import { judgeAudit } from './judge-audit.ts'

const report = (severities: Readonly<Record<string, string>>) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      Object.entries(severities).map(([name, severity]) => [name, { name, severity, via: [] }]),
    ),
  })

it('passes without grave vulnerabilities, and counts the others', () => {
  expect(judgeAudit(report({}))).toEqual({ kind: 'clean', minor: 0 })
  expect(judgeAudit(report({ a: 'low', b: 'moderate' }))).toEqual({ kind: 'clean', minor: 2 })
})

it('names packages with grave ones', () => {
  expect(judgeAudit(report({ a: 'low', b: 'high', c: 'critical' }))).toEqual({
    kind: 'vulnerable',
    packages: ['b (high)', 'c (critical)'],
  })
})

it.each([
  '',
  'npm error',
  '{}',
  'null',
  '[]',
  '{"message":"405 Method Not Allowed","statusCode":405}',
  '{"vulnerabilities":{}}',
])('takes %j for no answer', (printed) => expect(judgeAudit(printed).kind).toBe('unknown'))

it('repeats what the registry said', () => {
  const printed = '{"message":"405 Method Not Allowed - POST https://registry.example.com","error":{}}'
  expect(judgeAudit(printed)).toEqual({
    kind: 'unknown',
    reason: '405 Method Not Allowed - POST https://registry.example.com',
  })
})
