import { person } from '@groundplan/actor'
import { expect, it } from 'vitest'
import { toTags, toTagVariables } from './to-tags.ts'

const task = {
  ...{ environmentId: 'e-1', spaceId: 'payments' },
  version: { name: 'shop', version: '1.2.0', commit: 'c' },
  belongsTo: { name: 'Shop "test" (ü)', owner: person('ada@bank.example') },
}

it('tags say what a resource belongs to, with what AWS allows', () => {
  expect(toTags(task)).toEqual({
    'groundplan:environment': 'e-1',
    'groundplan:environment-name': 'Shop _test_ _ü_',
    'groundplan:space': 'payments',
    'groundplan:owner': 'ada@bank.example',
    'groundplan:blueprint': 'shop',
    'groundplan:version': '1.2.0',
  })
  const long = { ...task.belongsTo, component: 'a'.repeat(300) }
  expect(toTags({ ...task, belongsTo: long })['groundplan:component']).toHaveLength(256)
})

it('tags are variables of the AWS provider', () => {
  expect(toTagVariables({ 'groundplan:space': 'payments' })).toEqual({
    'TF_AWS_DEFAULT_TAGS_groundplan:space': 'payments',
  })
})
