import { expect, test } from 'vitest'
import { readReadme } from './read-readme.ts'

function read(text: string, path = 'README.md') {
  return readReadme([{ path, bytes: new TextEncoder().encode(text) }])
}

test('the title is the first heading and the summary the first paragraph of prose', () => {
  expect(
    read(
      '<!-- BEGIN -->\n# The *VPC* module\n\n[![badge](a)](b)\n\nMakes a [VPC](https://x)\nwith `subnets`.\n\nMore.\n',
    ),
  ).toEqual({ title: 'The VPC module', summary: 'Makes a VPC with subnets.' })
})

test.each([
  ['tables', '| a | b |\n| - | - |'],
  ['lists', '- a\n- b'],
  ['HTML', '<p align="center">'],
  ['images', '![logo](logo.png)'],
  ['quotes', '> note'],
])('%s before the first paragraph are passed over', (_, text) => {
  expect(read(`# T\n\n${text}\n\nProse.\n`).summary).toBe('Prose.')
})

test.each([
  'This module creates following resources.',
  'This example provisions:',
  'Include:',
  'It is built as follows.',
  'The architecture is shown below.',
  'This module creates the following AWS resources:',
])('a paragraph that only leads to a list is passed over: %s', (lead) => {
  expect(read(`# T\n\n${lead}\n\n- a\n\nProse.\n`).summary).toBe('Prose.')
  expect(read(`# T\n\n${lead}\n\n## Usage\n`).summary).toBeUndefined()
})

test('a paragraph that says something before it leads to a list is kept', () => {
  const text = 'Makes a cluster. It includes the following:'
  expect(read(`# T\n\n${text}\n\n- a\n`).summary).toBe(text)
  expect(read('# T\n\nWatches the queue below a threshold.\n').summary).toBe(
    'Watches the queue below a threshold.',
  )
})

test('code and the next heading end the search', () => {
  expect(read('# T\n\n```hcl\nmodule "x" {}\n```\n').summary).toBeUndefined()
  expect(read('# T\n\n## Usage\n\nProse of usage.\n').summary).toBeUndefined()
})

test('accepts any spelling of the file name, and a module without a README', () => {
  expect(read('# T', 'a/Readme.MD').title).toBe('T')
  expect(readReadme([])).toEqual({ title: undefined, summary: undefined })
})

test('reads only the beginning of a very long README', () => {
  expect(read(`# T\n\nProse.\n\n${'<!-- ['.repeat(500_000)}`)).toEqual({ title: 'T', summary: 'Prose.' })
})
