// Checks that the reference pages in docs/ match the schemas and rules; `--write` updates them.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printBlueprintFormat } from './print-blueprint-format.ts'
import { printConfigurationReference } from './print-configuration-reference.ts'
import { printEnvironments } from './print-environments.ts'
import { printPermissions } from './print-permissions.ts'
import { printProposalStates } from './print-proposal-states.ts'

const pages = [
  ['docs/blueprint-format.md', printBlueprintFormat],
  ['docs/configuration.md', printConfigurationReference],
  ['docs/environments.md', printEnvironments],
  ['docs/permissions.md', printPermissions],
  ['docs/proposal-states.md', printProposalStates],
] as const

for (const [path, print] of pages) {
  const file = join(import.meta.dirname, '../../..', path)
  const generated = await print(file)
  const present = await readFile(file, 'utf8').catch(() => '')
  if (process.argv.includes('--write')) {
    await writeFile(file, generated)
    console.log(`${path}: ${present === generated ? 'unchanged' : 'written'}`)
  } else if (present !== generated) {
    console.error(`${path} is out of date`)
    console.error('Run `npm run generated:write` and review the changes.')
    process.exitCode = 1
  } else {
    console.log(`${path}: up to date`)
  }
}
