import { expect, test } from 'vitest'
import { bumpVersion, versionBump } from './bump-version.ts'
import { underRule } from './blueprint-change.ts'

const text = { ...underRule('text-changed'), kind: 'about', key: 'description' } as const
const labels = { ...underRule('labels-changed'), kind: 'about', key: 'labels' } as const
const removed = {
  ...underRule('output-removed'),
  kind: 'removed',
  section: 'outputs',
  name: 'a',
  from: { value: '' },
} as const

test('the gravest change decides what counts up', () => {
  expect(versionBump([])).toBeUndefined()
  expect(versionBump([text])).toBe('patch')
  expect(versionBump([text, labels, text])).toBe('minor')
  expect(versionBump([labels, removed, text])).toBe('major')
})

test('a version counts up as semantic versions do', () => {
  expect(bumpVersion('1.4.2', 'patch')).toBe('1.4.3')
  expect(bumpVersion('1.4.2', 'minor')).toBe('1.5.0')
  expect(bumpVersion('1.4.2', 'major')).toBe('2.0.0')
  expect(bumpVersion('0.0.9', 'patch')).toBe('0.0.10')
  expect(bumpVersion('1.0.9007199254740992', 'patch')).toBe('1.0.9007199254740993')
})

test.each(['', '1', '1.2', '1.2.3.4', '01.2.3', '1.2.3-rc.1', 'v1.2.3', '1.2.x'])(
  '"%s" is no version',
  (version) => {
    expect(() => bumpVersion(version, 'patch')).toThrow(RangeError)
  },
)
