import { expect, it } from 'vitest'
import { parseState } from './parse-state.ts'

const resource = (address: string, extra: object = {}) => ({
  ...{
    address,
    mode: 'managed',
    type: 'aws_db_instance',
    name: 'main',
    provider_name: 'registry.terraform.io/hashicorp/aws',
  },
  ...{ values: { id: 'db-1', password: 'hunter22' }, sensitive_values: { password: true }, ...extra },
})

it('lists the resources of all modules, without secrets', () => {
  const state = parseState(
    JSON.stringify({
      ...{ format_version: '1.0', terraform_version: '1.11.4' },
      values: {
        outputs: {
          url: { value: 'https://a', sensitive: false },
          key: { value: 'hunter22', sensitive: true },
        },
        root_module: {
          resources: [resource('aws_db_instance.main', { tainted: true, depends_on: ['aws_vpc.a'] })],
          child_modules: [
            {
              address: 'module.a',
              child_modules: [
                {
                  address: 'module.a.module.b["x"]',
                  resources: [
                    resource('module.a.module.b["x"].aws_db_instance.main', { index: 2, deposed_key: 'd1' }),
                  ],
                },
              ],
            },
          ],
        },
      },
    }),
  )
  expect(JSON.stringify(state.resources)).not.toContain('hunter22')
  expect(state.resources).toMatchObject([
    {
      address: 'aws_db_instance.main',
      isTainted: true,
      dependsOn: ['aws_vpc.a'],
      attributes: { id: 'db-1', password: '(sensitive value)' },
    },
    {
      address: 'module.a.module.b["x"].aws_db_instance.main (deposed d1)',
      module: 'module.a.module.b["x"]',
      index: 2,
      isTainted: false,
    },
  ])
  expect(state.outputs).toEqual({
    url: { value: 'https://a', isSensitive: false },
    key: { value: 'hunter22', isSensitive: true },
  })
})

it('reads an empty state, and refuses what is none', () => {
  expect(parseState('{"format_version":"1.0"}')).toEqual({
    terraformVersion: undefined,
    resources: [],
    outputs: {},
  })
  expect(() => parseState('{"format_version":"7.0"}')).toThrow('format 7.0')
  expect(() => parseState('x')).toThrow('not JSON')
})

it('gives outputs with their values, all digits included', () => {
  const { outputs } = parseState(
    '{"format_version":"1.0","values":{"outputs":{"n":{"value":12345678901234567890,"type":"number"}}}}',
  )
  expect(String(outputs['n']?.value)).toBe('12345678901234567890')
})
