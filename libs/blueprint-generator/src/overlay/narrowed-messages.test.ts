import { toLaunchForm } from '@groundplan/blueprint'
import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { generateBlueprint } from '../generate-blueprint.ts'
import { customizeModule } from './customize-module.ts'
import { parseOverlay } from './parse-overlay.ts'

const source = { store: 'modules', path: 'a', commit: '0'.repeat(40) }

/** What the form tells of the variable's values where an overlay has these settings for it. */
async function help(type: string, validations: Readonly<Record<string, string>>, settings: object) {
  const blocks = Object.entries(validations).map(
    ([message, condition]) => `validation {\n condition = ${condition}\n error_message = "${message}"\n }\n`,
  )
  const text = `variable "x" {\n type = ${type}\n ${blocks.join('')}}\nresource "terraform_data" "a" {}\n`
  const files = [{ path: 'a/main.tf', bytes: new TextEncoder().encode(text) }]
  const overlay = parseOverlay('o.yaml', JSON.stringify({ modules: { a: { inputs: { x: settings } } } }))
  const customized = customizeModule(await readModule({ path: 'a', files }), overlay.entries)
  const form = toLaunchForm(generateBlueprint(customized.module, 'a', source, customized.settings))
  return (form.uiSchema['x'] as Record<string, unknown> | undefined)?.['ui:help']
}

const range = { 'The size must be from 1 to 100.': 'var.x >= 1 && var.x <= 100' }
const choice = { 'Use dev, test or prod.': 'contains(["dev", "test", "prod"], var.x)' }
const length = { 'At most 20 characters.': 'length(var.x) <= 20' }
const letters = { 'Letters only.': 'can(regex("^[a-z]+$", var.x))' }
const untold = { 'No vowels.': 'replace(var.x, "/[aeiou]/", "") == var.x' }

test.each<[string, Record<string, string>, object, unknown]>([
  ['number', range, { maximum: 50 }, 'Accepted: 1 to 50.'],
  ['number', range, { 'multiple-of': 5 }, 'Accepted: 1 to 100; a multiple of 5.'],
  ['string', choice, { 'allowed-values': ['dev', 'test'] }, undefined],
  ['string', choice, { pattern: '^[dt]' }, 'Accepted: matching ^[dt].'],
  ['string', length, { 'max-length': 8 }, 'Accepted: at most 8 characters.'],
  ['list(string)', { 'At most 5.': 'length(var.x) <= 5' }, { 'max-items': 2 }, 'Accepted: at most 2 items.'],
])('%s with %j and %j: rules are told in place of a message that they make wrong', async (...given) => {
  const [type, validations, settings, expected] = given
  expect(await help(type, validations, settings)).toBe(expected)
})

test('a message about something else stays, and the narrower rule is told beside it', async () => {
  expect(await help('string', { ...length, ...letters }, { 'max-length': 8 })).toBe(
    'Letters only.\nAccepted: at most 8 characters.',
  )
  expect(await help('string', untold, { 'max-length': 8 })).toBe(
    'No vowels.\nAccepted: at most 8 characters.',
  )
})

test('a rule that the module has already leaves its message, and so does everything that is no rule', async () => {
  expect(await help('number', range, { maximum: 200 })).toBe('The size must be from 1 to 100.')
  expect(await help('number', range, { unit: 'GiB', default: 5 })).toBe('The size must be from 1 to 100.')
})

test("the overlay's own message comes first of all", async () => {
  const settings = { maximum: 50, 'validation-description': 'Half of it.' }
  expect(await help('number', range, settings)).toBe('Half of it.')
})
