import { printDiagnostic } from '@groundplan/errors'
import { expect, test } from 'vitest'
import { checkOverlayMatches } from './check-overlay-matches.ts'
import { parseOverlay } from './parse-overlay.ts'

const modules = [
  { path: 'modules/rds-postgres', variables: ['name', 'region'] },
  { path: 'modules/sqs', variables: ['name', 'fifo'] },
  { path: 'modules/sqs/examples/a', variables: [] },
]

function check(text: string, subjects = modules) {
  return checkOverlayMatches(parseOverlay('a.yaml', text).entries, subjects).map(printDiagnostic)
}

test('warns of entries for unknown modules and variables, and suggests the closest name', () => {
  const text = `defaults: { hide: [nam, name] }
modules:
  modules/rds-postgre: { hide: [name] }
  modules/sqs: { constants: { region: x } }
`
  expect(check(text)).toEqual([
    'a.yaml:1:20: warning: No module in the repository has a variable "nam". (Did you mean "name"?)',
    'a.yaml:3:3: warning: "modules/rds-postgre" matches no directory with a module. (Did you mean "modules/rds-postgres"?)',
    'a.yaml:4:31: warning: No module that matches "modules/sqs" has a variable "region".',
  ])
})

test('accepts entries that match one of several modules, and reports nothing without modules', () => {
  expect(check('{ defaults: { hide: [fifo] }, modules: { "modules/*": { hide: [region] } } }')).toEqual([])
  expect(check('{ modules: { x: {} } }', [])).toEqual([])
})
