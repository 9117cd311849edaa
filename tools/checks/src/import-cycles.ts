// Fails if folders of a project, or projects, import each other in a circle.
import { join } from 'node:path'
import { findImportCycles } from './imports/find-import-cycles.ts'
import { readImports } from './imports/read-imports.ts'

const root = process.argv[2] ?? join(import.meta.dirname, '../../..')
const imports = await readImports(root)
const cycles = findImportCycles(imports)
for (const { folder, entries, imports: steps } of cycles) {
  console.error(`${folder || '.'}: import cycle ${[...entries, entries[0]].join(' → ')}`)
  for (const step of steps) console.error(`  ${step}`)
}
if (cycles.length > 0) {
  console.error('Move the code that both sides need to a place that imports neither, or pass it in.')
  process.exitCode = 1
} else {
  console.log(`imports: ${imports.size} files, no cycles between folders`)
}
