import { join, relative } from 'node:path'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { hasErrors } from '@groundplan/errors'
import { listModuleDirectories, readModuleDirectory } from '@groundplan/terraform-module-files'
import { checkForm } from './check-form.ts'

export interface FormsOptions {
  /** At most so many modules, spread over the directory. */
  readonly count: number
  readonly directory: string | undefined
}

export interface FormsResult {
  readonly modules: number
  readonly inputs: number
  /** Directories that have no blueprint because Terraform would not read them. */
  readonly broken: number
  readonly faults: readonly string[]
}

const sampleModules = join(import.meta.dirname, '../../sample-estate/repositories')
const maximumFaults = 100

/**
 * Makes the blueprint of every module below a directory and checks that it is valid, that it comes back from parse and print
 * byte for byte, and that a plain react-jsonschema-form shows its launch form without a warning, with the defaults as they are.
 */
export async function proveForms({ count, directory }: FormsOptions): Promise<FormsResult> {
  const root = directory ?? sampleModules
  const all = listModuleDirectories(root).filter((path) => !isExample(relative(root, path)))
  const faults: string[] = []
  const counts = { modules: 0, inputs: 0, broken: 0 }
  for (const path of spread(all, count)) {
    const module = await readModuleDirectory(path)
    if (hasErrors(module.diagnostics)) {
      counts.broken += 1
      continue
    }
    const source = { store: 'modules', path: relative(root, path), commit: '0'.repeat(40) }
    const blueprint = generateBlueprint(module, 'module', source)
    counts.modules += 1
    counts.inputs += Object.keys(blueprint.inputs ?? {}).length
    for (const fault of checkForm(blueprint))
      if (faults.length < maximumFaults) faults.push(`${source.path}: ${fault}`)
    if (counts.modules % 500 === 0) process.stderr.write(`${counts.modules}: ${faults.length} faults\n`)
  }
  return { ...counts, faults }
}

/** Nobody launches those. */
function isExample(path: string): boolean {
  return /(?:^|\/)(?:examples?|tests?|fixtures?|\.[^/]+)(?:\/|$)/.test(path)
}

function spread(all: readonly string[], count: number): readonly string[] {
  const step = Math.max(1, all.length / count)
  const size = Math.min(all.length, count)
  return Array.from({ length: size }, (_, index) => all[Math.floor(index * step)] ?? '').filter(
    (path) => path !== '',
  )
}
