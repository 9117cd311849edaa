import { expect, it } from 'vitest'
import { titleOf } from './title-of.ts'

const title = (heading: string | undefined) => titleOf({ readme: { title: heading, summary: undefined } })

it.each(['Shared network', 'S3', 'Überwachung', '日本', 'Terraform state of the bank', 'A > B', 'Costs $5'])(
  'takes a heading that says something: %s',
  (heading) => expect(title(heading)).toBe(heading),
)

it.each([
  ...['README', 'Overview', 'Introduction', 'Terraform module', 'Module Name', 'Title', '# !', 'my-module_2'],
  ...[
    '<MODULE NAME>',
    'Module <name>',
    '{{ title }}',
    '[Service name]',
    '${name}',
    '%NAME%',
    'TODO:',
    undefined,
  ],
])('passes over a heading that does not: %s', (heading) => expect(title(heading)).toBeUndefined())
