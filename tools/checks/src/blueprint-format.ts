// Compares docs/blueprint-format.md with what the schema and the rules say today; `--write` brings it up to date.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printBlueprintFormat } from './print-blueprint-format.ts'

const file = join(import.meta.dirname, '../../../docs/blueprint-format.md')
const generated = await printBlueprintFormat(file)
const present = await readFile(file, 'utf8').catch(() => '')

if (process.argv.includes('--write')) {
  await writeFile(file, generated)
  console.log(`docs/blueprint-format.md: ${present === generated ? 'as it was' : 'written'}`)
} else if (present !== generated) {
  console.error('docs/blueprint-format.md is not what the schema and the rules say today')
  console.error('Look at the change, then run `npm run generated:write`.')
  process.exitCode = 1
} else {
  console.log('docs/blueprint-format.md: as the schema and the rules say today')
}
