import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseEvent } from './parse-event.ts'

const line = (type: string, message: string, facts: object, level = 'info') =>
  JSON.stringify({
    '@level': level,
    '@message': message,
    '@timestamp': '2026-01-02T03:04:05Z',
    type,
    ...facts,
  })
const text = (message: string, level = 'info') => ({ message, level, at: '2026-01-02T03:04:05Z' })
const resource = { addr: 'module.main.aws_s3_bucket.a["x"]', resource_type: 'aws_s3_bucket' }

it.each([
  [
    line('version', 'Terraform 1.11.4', { terraform: '1.11.4', ui: '1.2' }),
    { kind: 'version', version: '1.11.4', ...text('Terraform 1.11.4') },
  ],
  [
    line('apply_start', 'Creating...', { hook: { resource, action: 'create' } }),
    {
      kind: 'resource',
      address: resource.addr,
      operation: 'create',
      phase: 'started',
      ...text('Creating...'),
    },
  ],
  [
    line('apply_progress', 'Still…', { hook: { resource, action: 'delete', elapsed_seconds: 10 } }),
    {
      kind: 'resource',
      address: resource.addr,
      operation: 'delete',
      phase: 'running',
      seconds: 10,
      ...text('Still…'),
    },
  ],
  [
    line('apply_errored', 'x', { hook: { resource, action: 'update', elapsed_seconds: 3 } }),
    {
      kind: 'resource',
      address: resource.addr,
      operation: 'update',
      phase: 'failed',
      seconds: 3,
      ...text('x'),
    },
  ],
  [
    line('refresh_complete', 'x', { hook: { resource } }),
    { kind: 'resource', address: resource.addr, operation: 'refresh', phase: 'done', ...text('x') },
  ],
  [
    line('planned_change', 'Plan to replace', { change: { resource, action: 'replace', reason: 'tainted' } }),
    {
      kind: 'planned',
      address: resource.addr,
      action: 'replace',
      isDrift: false,
      ...text('Plan to replace'),
    },
  ],
  [
    line('resource_drift', 'Drift', { change: { resource, action: 'update' } }),
    { kind: 'planned', address: resource.addr, action: 'update', isDrift: true, ...text('Drift') },
  ],
  [
    line('change_summary', 'Plan', { changes: { add: 1, change: 2, remove: 3, operation: 'plan' } }),
    { kind: 'summary', operation: 'plan', add: 1, change: 2, destroy: 3, import: 0, ...text('Plan') },
  ],
  [
    line('outputs', 'Outputs: 1', { outputs: { a: { sensitive: true } } }),
    { kind: 'outputs', names: ['a'], ...text('Outputs: 1') },
  ],
  [
    line(
      'diagnostic',
      'Error: No',
      {
        diagnostic: {
          severity: 'error',
          summary: 'No',
          detail: 'Because.',
          address: 'a.b',
          range: { filename: 'main.tf', start: { line: 3, column: 5, byte: 9 } },
        },
      },
      'error',
    ),
    {
      ...{ kind: 'diagnostic', severity: 'error', summary: 'No', detail: 'Because.', address: 'a.b' },
      ...{ place: { file: 'main.tf', line: 3, column: 5 }, ...text('Error: No', 'error') },
    },
  ],
  [line('something_new', 'New', { a: 1 }), { kind: 'text', ...text('New') }],
  [line('apply_start', 'Odd', { hook: 1 }), { kind: 'text', ...text('Odd') }],
  ['Error: plain text', { kind: 'text', message: 'Error: plain text', level: 'info' }],
  ['{"a":1}', { kind: 'text', message: '{"a":1}', level: 'info' }],
])('parses %s', (printed, event) => {
  expect(parseEvent(printed)).toEqual(event)
})

it('refuses a format that it does not know', () => {
  expect(() => parseEvent(line('version', 'x', { terraform: '3.0.0', ui: '2.0' }))).toThrow('format 2.0')
})

it('never throws for anything else', () => {
  const types = fc.constantFrom(
    'apply_start',
    'diagnostic',
    'outputs',
    'planned_change',
    'change_summary',
    'log',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.tuple(types, fc.object()).map(([type, facts]) => line(type, 'm', facts)),
      ),
      (printed) => {
        expect(parseEvent(printed)).toHaveProperty('kind')
      },
    ),
  )
})
