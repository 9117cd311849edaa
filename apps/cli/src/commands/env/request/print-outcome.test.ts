import type { EnvironmentRequestView, EnvironmentRunView, EnvironmentView } from '@groundplan/api-client'
import { describe, expect, it } from 'vitest'
import { createTerminal } from '../../../terminal/terminal.ts'
import type { FollowedRequest } from './follow-request.ts'
import { exitCodeOfRequest, printOutcome } from './print-outcome.ts'

const terminal = createTerminal({ json: false })

const environment = {
  ...{ id: '5f6c1f1e-8a4b-4c53-9d0e-6f3f0c2f4b11', name: 'orders', state: 'active', outputs: [] },
} as unknown as EnvironmentView

function requestOf(changes: Partial<EnvironmentRequestView>): EnvironmentRequestView {
  return {
    ...{ id: 'r1', environmentId: environment.id, kind: 'update', status: 'done', confirm: false },
    ...{
      decisions: [],
      answers: [],
      recoveries: [],
      allowedActs: [],
      requestedBy: 'ada',
      requestedAt: '2026-12-01T00:00:00Z',
    },
    ...changes,
  }
}

const run = {
  kind: 'update',
  grains: [
    {
      ...{ name: 'network', goal: 'apply', after: [], steps: [] },
      plan: {
        changesOutputs: true,
        actions: [
          { address: 'aws_vpc.this', type: 'aws_vpc', action: 'update' },
          { address: 'aws_subnet.a', type: 'aws_subnet', action: 'replace' },
          { address: 'data.aws_region.x', type: 'aws_region', action: 'read' },
        ],
      },
    },
    { name: 'dns', goal: 'apply', after: [], steps: [], plan: { changesOutputs: true, actions: [] } },
    { name: 'database', goal: 'apply', after: ['network', 'dns'], steps: [] },
  ],
} as unknown as EnvironmentRunView

const waiting = {
  ...{ planHash: 'abc', confirmation: true, approval: false, inputs: [], since: '2026-12-01T00:00:00Z' },
}

const outcome = (changes: Partial<EnvironmentRequestView>, more: Partial<FollowedRequest> = {}) =>
  printOutcome({ environment, request: requestOf(changes), ...more }, terminal)

describe('the outcome of a request', () => {
  it('that waits shows the plan, and how it goes on', () => {
    expect(outcome({ status: 'waiting-for-approval', waitsFor: waiting }, { run })).toMatchInlineSnapshot(`
      "orders: update inputs is waiting for confirmation.
      Creates 0, changes 1, replaces 1, destroys 0.

      Part     Action   Resource      Type
      network  update   aws_vpc.this  aws_vpc
      network  replace  aws_subnet.a  aws_subnet
      Only outputs change: dns.
      Planned later: database, after network, dns.

      Apply it:   groundplan env confirm orders
      Cancel it:  groundplan env cancel orders"
    `)
    const approval = { ...waiting, confirmation: false, approval: true }
    const reasons = [{ policy: 'cost', message: 'This costs more than 100 $.' }]
    expect(
      outcome({
        ...{ kind: 'extend', status: 'waiting-for-approval', waitsFor: approval },
        decisions: [{ at: 'request', verdict: 'needs-approval', reasons }],
      }),
    ).toMatchInlineSnapshot(`
      "orders: extend is waiting for approval.
      This costs more than 100 $. (cost)
      Approve it: groundplan env answer orders --approve
      Cancel it:  groundplan env cancel orders"
    `)
    const again = { ...waiting, inputs: ['token'] }
    expect(outcome({ status: 'waiting-for-approval', waitsFor: again })).toContain(
      'confirm orders --ephemeral token',
    )
  })

  it('that did not succeed says why, and what can be done', () => {
    const failure = { message: 'The quota is used up.', hint: 'Ask for more.' }
    expect(outcome({ status: 'failed', failure, recoveries: ['keep', 'retry', 'roll-back'] }))
      .toMatchInlineSnapshot(`
      "orders: update inputs failed.
      The quota is used up.
      Ask for more.
      Retry:      groundplan env retry orders
      Roll back:  groundplan env roll-back orders"
    `)
    const reasons = [{ policy: 'regions', message: 'Only eu is allowed.' }]
    const decisions = [{ at: 'request', verdict: 'denied', reasons }] as const
    expect(outcome({ status: 'denied', decisions })).toBe(
      'orders: update inputs denied.\nOnly eu is allowed. (regions)',
    )
    expect(outcome({ status: 'rejected', failure: { message: 'Not now.' } })).toBe(
      'orders: update inputs rejected.\nNot now.',
    )
  })

  it('names an environment by its ID where its name would need quotes', () => {
    const spaced = { ...environment, name: '$(rm) x' }
    expect(outcome({ status: 'running' }, { environment: spaced })).toContain(
      `env logs ${environment.id} --follow`,
    )
  })

  it('decides the exit code', () => {
    const codeOf = (changes: Partial<EnvironmentRequestView>, isPlanWanted = false) =>
      exitCodeOfRequest(requestOf(changes), { isPlanWanted })
    const statuses = ['planning', 'running', 'done', 'failed', 'cancelled', 'denied', 'rejected'] as const
    expect(statuses.map((status) => codeOf({ status }))).toEqual([0, 0, 0, 5, 5, 6, 6])
    const waits = { status: 'waiting-for-approval', waitsFor: waiting } as const
    expect([codeOf(waits), codeOf(waits, true)]).toEqual([7, 0])
    const approval = { ...waiting, confirmation: false, approval: true }
    expect(codeOf({ ...waits, waitsFor: approval }, true)).toBe(7)
  })
})
