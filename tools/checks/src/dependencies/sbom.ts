import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { findMissing, withoutDevelopment } from './read-sbom.ts'
import { listProductionPackages } from './production-packages.ts'

/** Writes the packages of the product as CycloneDX to `dist/sbom.cdx.json`, or the file that is named. Fails if one is missing there. */
const root = join(import.meta.dirname, '../../../..')
const path = process.argv[2] ?? join(root, 'dist/sbom.cdx.json')
const flags = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application']
const { exitCode, stdout, stderr } = await runProgram('npm', ['sbom', ...flags], {
  cwd: root,
  limits: { milliseconds: 300_000, outputBytes: 50_000_000 },
})
if (exitCode !== 0) throw new Error(`npm sbom failed: ${stderr}`)
const packages = await listProductionPackages(root)
const text = withoutDevelopment(stdout.toString('utf8'), packages)
const missing = findMissing(packages, text)
for (const each of missing) console.error(`${each} is missing from the SBOM.`)
await mkdir(dirname(path), { recursive: true })
await writeFile(path, text)
if (missing.length > 0) process.exitCode = 1
else console.log(`${path} lists ${packages.length} packages.`)
