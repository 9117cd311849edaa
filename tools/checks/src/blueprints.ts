// Compares `blueprints/` with what the generator writes for the sample estate today; `--write` brings it up to date.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generateBlueprints } from './generate-blueprints.ts'

const directory = join(import.meta.dirname, '../../../blueprints')
const generated = await generateBlueprints()
const present = new Map<string, string>()
for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])) {
  if (!entry.isFile()) continue
  const path = join(entry.parentPath, entry.name)
  present.set(path.slice(directory.length + 1).replaceAll('\\', '/'), await readFile(path, 'utf8'))
}
const stale = [...generated].filter(([path, text]) => present.get(path) !== text)
const extra = [...present.keys()].filter((path) => !generated.has(path))

if (process.argv.includes('--write')) {
  for (const path of extra) await rm(join(directory, path))
  for (const [path, text] of stale) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  console.log(`blueprints/: ${stale.length} written, ${extra.length} removed, ${generated.size} in all`)
} else if (stale.length + extra.length > 0) {
  for (const [path] of stale) console.error(`blueprints/${path} is out of date`)
  for (const path of extra) console.error(`blueprints/${path} is no longer generated`)
  console.error('Run `npm run generated:write` and review the changes.')
  process.exitCode = 1
} else {
  console.log(`blueprints/: ${generated.size} files, all up to date`)
}
