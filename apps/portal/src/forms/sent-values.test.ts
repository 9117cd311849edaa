import { parseBlueprint, toLaunchForm } from '@groundplan/blueprint'
import type { RJSFSchema } from '@rjsf/utils'
import { describe, expect, it } from 'vitest'
import { anySchema } from './any-schema.ts'
import type { LaunchForm } from './input-form.tsx'
import { keepSecrets, pickInputs, withoutKept } from './keep-secrets.ts'
import { sentValues } from './sent-values.ts'

const { blueprint } = parseBlueprint(
  'x.yaml',
  `spec_version: 2
inputs:
  name: { type: string }
  size: { type: number, default: 1 }
  anything: { type: any, optional: true }
  password: { type: string, sensitive: true }
  token: { type: string, ephemeral: true }
grains: {}
`,
)
if (blueprint === undefined) throw new Error('The blueprint is not valid.')
// As it comes over the network.
const form = JSON.parse(JSON.stringify(toLaunchForm(blueprint))) as LaunchForm
const send = (values: unknown) =>
  sentValues(form, anySchema(form.schema as RJSFSchema, form.uiSchema), values)

describe('what is sent', () => {
  it('has each input that is set, secrets as well', () => {
    expect(send({ name: 'a', size: 2, password: 'word', token: undefined })).toEqual({
      ...{ name: 'a', size: 2, password: 'word' },
    })
    expect(send(undefined)).toEqual({})
  })

  it('keeps a value of any type as the field gives it', () => {
    expect(send({ anything: '5' })).toEqual({ anything: '5' })
    expect(send({ anything: { a: [1, null] } })).toEqual({ anything: { a: [1, null] } })
  })
})

describe('a form of something that has values', () => {
  it('needs no secret that is there already, and says so', () => {
    const kept = keepSecrets(form, ['password', 'gone'])
    expect(form.schema.required).toContain('password')
    expect(kept.schema.required).not.toContain('password')
    expect(kept.schema.required).toContain('name')
    expect(kept.uiSchema['password']).toMatchObject({
      'ui:help': 'Leave it empty to keep the current value.',
    })
    expect(Object.keys(kept.uiSchema)).not.toContain('gone')
    expect(withoutKept({ password: '', name: '' }, ['password'])).toEqual({ name: '' })
    expect(withoutKept({ password: 'new' }, ['password'])).toEqual({ password: 'new' })
  })

  it('can be about a few inputs', () => {
    const { properties, required } = pickInputs(form, ['token']).schema
    expect([Object.keys(properties ?? {}), required]).toEqual([['token'], ['token']])
  })
})
