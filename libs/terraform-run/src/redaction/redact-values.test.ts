import { expect, it } from 'vitest'
import { parsePlan } from '../plan/parse-plan.ts'
import { parseState } from '../state/parse-state.ts'
import { redactPlan, redactState } from './redact-values.ts'
import { SecretRedactor } from './secret-redactor.ts'

const redactor = new SecretRedactor(['hunter22'])
const redact = (text: string) => redactor.redact(text)
const resource = { address: 'a.b["hunter22"]', mode: 'managed', type: 'a', name: 'b', provider_name: 'p' }

it('masks secrets in plans that Terraform does not know as such, also in texts and keys, and keeps what changes', () => {
  const change = {
    ...{ actions: ['update'], after_unknown: {}, before_sensitive: false, after_sensitive: false },
    before: { url: 'https://ada:hunter22@host', list: [1, 'x'], map: { hunter22: true } },
    after: { url: 'https://ada:other@host', list: [1, 'hunter22'], map: { hunter22: true } },
  }
  const json = {
    ...{
      format_version: '1.2',
      resource_changes: [{ ...resource, change }],
      resource_drift: [{ ...resource, change }],
    },
    output_changes: { url: { ...change, after: 'hunter22' } },
  }
  const plan = redactPlan(parsePlan(JSON.stringify(json)), redact)
  const { address, ...first } = plan.changes[0] ?? { address: '' }
  expect(address).toBe(resource.address)
  expect(
    JSON.stringify([
      first,
      plan.outputs,
      plan.drift.map(({ before, after, differences }) => [before, after, differences]),
    ]),
  ).not.toContain('hunter22')
  expect(plan.changes[0]).toMatchObject({
    after: { list: [1, '***'], map: { '***': true } },
    differences: [
      { path: ['url'], before: 'https://ada:***@host', after: 'https://ada:other@host' },
      { path: ['list', 1], before: 'x', after: '***' },
    ],
  })
})

it('masks them in states', () => {
  const values = {
    root_module: { resources: [{ ...resource, values: { token: 'hunter22', size: 3 } }] },
  }
  const state = redactState(parseState(JSON.stringify({ format_version: '1.0', values })), redact)
  expect(state.resources[0]?.attributes).toEqual({ token: '***', size: 3 })
})
