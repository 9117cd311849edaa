import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { diffBlueprints } from '@groundplan/blueprint'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { runProgram } from '@groundplan/process'
import { compareModules, readModule, readModuleVersion } from '@groundplan/terraform-module'
import { isJsonObject, stringifyJson, type Json } from '@groundplan/terraform-type'
import { createRandom, type Random } from '@groundplan/testing'
import { drawModel, edits, helper } from './draw-model.ts'
import { printModel, type ModuleModel } from './module-model.ts'

interface ModuleChangesResult {
  readonly seed: number
  /** Changed modules that Terraform planned. */
  readonly cases: number
  /** Those that break or destroy something for an environment of the old version. */
  readonly harmful: number
  /** Harmless for these values, but called breaking; most of them because it cannot be judged. */
  readonly cautious: number
  /** How many of the cautious ones each rule calls breaking. */
  readonly cautiousRules: Readonly<Record<string, number>>
  readonly faults: readonly ModuleChangesFault[]
}

interface ModuleChangesFault {
  readonly edits: readonly string[]
  readonly harm: string
  readonly before: string
  readonly after: string
}

/** Values of the variables `a` and `n`. */
type Values = readonly [a: string, n: number]

const drawnValues: readonly Values[] = [
  ['abc', 2],
  ['x', 1],
  ['["x"]', 3],
  ['abcdefghi', 0],
]

/** Cases that are tried at a time: Terraform mostly waits. */
const atOnce = 4

/**
 * Draws modules and changes of them, applies the old version with the real Terraform and plans the new one with the same values; some
 * others only have to be accepted as before. A fault is a change that Terraform refuses, that destroys something, or that takes something
 * from an output, although no verdict calls it breaking.
 */
export async function proveModuleChanges({
  count,
  seed,
}: {
  readonly count: number
  readonly seed: number
}): Promise<ModuleChangesResult> {
  const random = createRandom(seed)
  const counts = { cases: 0, harmful: 0, cautious: 0 }
  const cautiousRules: Record<string, number> = {}
  const faults: ModuleChangesFault[] = []
  while (counts.cases < count) {
    const drawn = Array.from({ length: atOnce }, () => drawCase(random))
    const harms = await Promise.all(drawn.map(findHarm))
    for (const [index, { old, now, edits: names }] of drawn.entries()) {
      const harm = harms[index]
      if (harm === undefined || counts.cases === count) continue
      counts.cases += 1
      if (harm !== '') counts.harmful += 1
      const breaking = await listBreaking(old, now)
      if (harm === '' && breaking.length > 0) {
        counts.cautious += 1
        for (const rule of new Set(breaking)) cautiousRules[rule] = (cautiousRules[rule] ?? 0) + 1
      }
      if (harm !== '' && breaking.length === 0)
        faults.push({ edits: names, harm, before: JSON.stringify(old), after: JSON.stringify(now) })
    }
    process.stderr.write(`${JSON.stringify(counts)}, ${faults.length} faults\n`)
  }
  return { seed, ...counts, cautiousRules, faults }
}

type Files = Readonly<Record<string, string>>

interface ChangeCase {
  readonly edits: readonly string[]
  readonly old: Files
  readonly now: Files
  /** Of the environment that exists. */
  readonly values: Values
  /** Of one that is launched. */
  readonly others: Values
}

function drawCase(random: Random): ChangeCase {
  const drawn = drawModel(random)
  const before: ModuleModel = { ...drawn, resources: [...drawn.resources, helper] }
  const chosen = Array.from({ length: 1 + random.below(2) }, () => random.pick(edits))
  const after = chosen.reduce((model, [, apply]) => apply(model, random), before)
  const names = chosen.map(([name]) => name)
  const [values, others] = [random.pick(drawnValues), random.pick(drawnValues)]
  return { edits: names, old: printModel(before), now: printModel(after), values, others }
}

/** What Terraform says against the change; empty if nothing, undefined if the old version cannot even be applied. */
async function findHarm({ old, now, values, others }: ChangeCase): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-changes-'))
  const terraform = (...args: readonly string[]) =>
    runProgram('terraform', [...args, '-no-color'], { cwd: directory })
  const isOther = others[0] !== values[0] || others[1] !== values[1]
  const launch = (state: string) => terraform('plan', '-input=false', `-state=${state}`, ...toFlags(others))
  try {
    await writeFiles(directory, old)
    await terraform('init', '-backend=false', '-input=false')
    const applied = await terraform('apply', '-auto-approve', '-input=false', ...toFlags(values))
    if (applied.exitCode !== 0) return undefined
    const wasAccepted = isOther && (await launch('none.tfstate')).exitCode === 0
    await Promise.all(Object.keys(old).map((path) => rm(join(directory, path))))
    await writeFiles(directory, now)
    const begun = await terraform('init', '-backend=false', '-input=false')
    if (begun.exitCode !== 0) return begun.stderr.slice(0, 500)
    const planned = await terraform('plan', '-input=false', '-out=plan', ...toFlags(values))
    if (planned.exitCode !== 0) return planned.stderr.slice(0, 500)
    const launched = wasAccepted ? await launch('none.tfstate') : undefined
    if (launched !== undefined && launched.exitCode !== 0) return launched.stderr.slice(0, 500)
    const shown = JSON.parse((await terraform('show', '-json', 'plan')).stdout.toString('utf8')) as Plan
    return describeHarm(shown)
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

function toFlags([a, n]: Values): readonly string[] {
  return ['-var', `a=${a}`, '-var', `n=${n}`]
}

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string
    readonly change: { readonly actions: readonly string[] }
  }[]
  readonly output_changes?: Readonly<
    Record<string, { readonly actions: readonly string[]; readonly before: Json; readonly after?: Json }>
  >
}

function describeHarm({ resource_changes: resources = [], output_changes: outputs = {} }: Plan): string {
  const destroyed = resources
    .filter(({ change }) => change.actions.includes('delete'))
    .map(({ address, change }) => `${address}: ${change.actions.join(', ')}`)
  // A value that is not known yet is not in the plan.
  const changed = Object.entries(outputs)
    .filter(([, { actions, before, after }]) => {
      const isGone = actions.includes('delete')
      const isKept = actions.includes('create') || after === undefined || after === null
      return isGone || !(isKept || contains(after, before))
    })
    .map(([name]) => `output ${name}`)
  return [...destroyed, ...changed].join('; ')
}

/** True if whoever reads the old value finds all of it in the new one. */
function contains(now: Json, old: Json): boolean {
  if (isJsonObject(now) && isJsonObject(old))
    return Object.entries(old).every(
      ([key, value]) => Object.hasOwn(now, key) && contains(now[key] ?? null, value),
    )
  return stringifyJson(now) === stringifyJson(old)
}

async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

/** The rules by which somebody is asked to look before the change is approved. */
async function listBreaking(old: Files, now: Files): Promise<readonly string[]> {
  const changes = [
    ...compareModules(await versionOf(old), await versionOf(now)),
    ...diffBlueprints(await blueprintOf(old), await blueprintOf(now)),
  ]
  return changes.filter(({ level }) => level === 'breaking').map(({ rule }) => rule)
}

function versionOf(files: Files) {
  const byDirectory = Map.groupBy(Object.entries(files), ([path]) => dirname(path))
  return readModuleVersion(
    [...byDirectory].map(([path, own]) => ({
      path,
      files: own.map(([name, text]) => ({ path: name, bytes: new TextEncoder().encode(text) })),
    })),
  )
}

async function blueprintOf(files: Files) {
  const bytes = new TextEncoder().encode(files['main.tf'])
  const module = await readModule({ path: '.', files: [{ path: 'main.tf', bytes }] })
  return generateBlueprint(module, 'drawn', { store: 'drawn', path: '.', commit: '0'.repeat(40) })
}
