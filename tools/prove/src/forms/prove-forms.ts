import { join, relative } from 'node:path'
import type { Blueprint } from '@groundplan/blueprint'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { hasErrors } from '@groundplan/errors'
import { listModuleDirectories, readModuleDirectory } from '@groundplan/terraform-module-files'
import { createRandom, type Random } from '@groundplan/testing'
import { checkBlueprint } from './check-blueprint.ts'
import { drawBlueprint } from './draw-blueprint.ts'
import { openFormHost, type FormHost } from './form-host.ts'
import { installRenderer, type Renderer } from './install-renderer.ts'
import { tryForm } from './try-form.ts'

export interface FormsOptions {
  /** So many drawn blueprints, and at most so many modules, spread over the directory. */
  readonly count: number
  readonly directory: string | undefined
  readonly seed: number
  /** `scaffolder` for the form of Backstage's scaffolder, in place of plain react-jsonschema-form. */
  readonly only?: string | undefined
  readonly renderers?: readonly Renderer[]
}

export interface FormsResult {
  readonly seed: number
  readonly modules: number
  readonly drawn: number
  readonly inputs: number
  /** Directories that have no blueprint because Terraform would not read them. */
  readonly broken: number
  /** What showed the forms, how often a form was filled in and sent, and how many fields were meant to be something. */
  readonly renderers: readonly Renderer[]
  readonly attempts: number
  readonly meanings: number
  readonly faults: readonly string[]
}

const sampleModules = join(import.meta.dirname, '../../../sample-estate/repositories')
const maximumFaults = 100
/** How often each form is filled in, beside once untouched and once with a value to refuse. */
const timesEach = 3

/**
 * Makes blueprints of modules and draws others, shows their forms in the real react-jsonschema-form or Backstage's scaffolder, with
 * their Ajv validators, in a browser, uses them as people do, and compares what is sent with what was meant. Each blueprint also comes back from parse and
 * print byte for byte, and Ajv compiles the schema in strict mode.
 */
export async function proveForms(options: FormsOptions): Promise<FormsResult> {
  const { count, seed, only, renderers = only === 'scaffolder' ? ['scaffolder'] : [5, 6] } = options
  for (const renderer of renderers) await installRenderer(renderer)
  const random = createRandom(seed)
  const { blueprints, broken } = await readBlueprints(options)
  const drawn = Array.from({ length: count }, (_, index) => ({
    name: `drawn ${index}`,
    blueprint: drawBlueprint(random),
  }))
  const hosts: FormHost[] = []
  try {
    for (const renderer of renderers) hosts.push(await openFormHost(renderer))
    const trials = await tryAll(hosts, [...blueprints, ...drawn], random)
    return {
      seed,
      modules: blueprints.length,
      drawn: drawn.length,
      inputs: [...blueprints, ...drawn].reduce(
        (sum, { blueprint }) => sum + Object.keys(blueprint.inputs ?? {}).length,
        0,
      ),
      broken,
      renderers,
      ...trials,
    }
  } finally {
    await Promise.all(hosts.map((host) => host.close()))
  }
}

interface NamedBlueprint {
  readonly name: string
  readonly blueprint: Blueprint
}

async function tryAll(hosts: readonly FormHost[], all: readonly NamedBlueprint[], random: Random) {
  const faults: string[] = []
  const counts = { attempts: 0, meanings: 0 }
  for (const [index, { name, blueprint }] of all.entries()) {
    const found = [...checkBlueprint(blueprint)]
    const seed = random.below(1e9)
    for (const host of hosts) {
      // The same person on each version.
      const trial = await tryForm(host, blueprint, { random: createRandom(seed), times: timesEach })
      counts.attempts += trial.attempts
      counts.meanings += trial.meanings
      found.push(...trial.faults)
    }
    for (const fault of found) if (faults.length < maximumFaults) faults.push(`${name}: ${fault}`)
    if ((index + 1) % 50 === 0)
      process.stderr.write(`${index + 1} of ${all.length}: ${faults.length} faults\n`)
  }
  return { ...counts, faults }
}

/** The blueprints of the sample modules, or of modules below a directory. */
export async function readBlueprints({ count, directory }: Pick<FormsOptions, 'count' | 'directory'>) {
  const root = directory ?? sampleModules
  const all = listModuleDirectories(root).filter((path) => !isExample(relative(root, path)))
  const blueprints: NamedBlueprint[] = []
  let broken = 0
  for (const path of directory === undefined ? all : spread(all, count)) {
    const module = await readModuleDirectory(path)
    if (hasErrors(module.diagnostics)) {
      broken += 1
      continue
    }
    const name = relative(root, path)
    const source = { store: 'modules', path: name, commit: '0'.repeat(40) }
    blueprints.push({ name, blueprint: generateBlueprint(module, 'module', source) })
  }
  return { blueprints, broken }
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
