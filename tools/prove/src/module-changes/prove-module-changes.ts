import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { diffBlueprints } from '@groundplan/blueprint'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { runProgram } from '@groundplan/process'
import { compareModules, readModule, readModuleVersion } from '@groundplan/terraform-module'
import { createRandom } from '@groundplan/testing'
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
  readonly faults: readonly ModuleChangesFault[]
}

interface ModuleChangesFault {
  readonly edits: readonly string[]
  readonly harm: string
  readonly before: string
  readonly after: string
}

const values = ['-var', 'a=abc', '-var', 'n=2']

/**
 * Draws modules and changes of them, applies the old version with the real Terraform and plans the new one with the same values. A fault is
 * a change that Terraform refuses, or that destroys something, although no verdict calls it breaking.
 */
export async function proveModuleChanges({
  count,
  seed,
}: {
  readonly count: number
  readonly seed: number
}): Promise<ModuleChangesResult> {
  const random = createRandom(seed)
  const result = {
    seed,
    cases: 0,
    harmful: 0,
    cautious: 0,
    faults: [] as ModuleChangesFault[],
  }
  while (result.cases < count) {
    const drawn = drawModel(random)
    const before: ModuleModel = { ...drawn, resources: [...drawn.resources, helper] }
    const chosen = Array.from({ length: 1 + random.below(2) }, () => random.pick(edits))
    const after = chosen.reduce((model, [, apply]) => apply(model, random), before)
    const [old, now] = [printModel(before), printModel(after)]
    const harm = await findHarm(old, now)
    if (harm === undefined) continue
    result.cases += 1
    const isBreaking = await judge(old, now)
    if (harm === '') {
      if (isBreaking) result.cautious += 1
      continue
    }
    result.harmful += 1
    if (!isBreaking)
      result.faults.push({
        ...{ edits: chosen.map(([name]) => name), harm },
        ...{ before: JSON.stringify(old), after: JSON.stringify(now) },
      })
  }
  return result
}

type Files = Readonly<Record<string, string>>

/** What Terraform says against the change; empty if nothing, undefined if the old version cannot even be applied. */
async function findHarm(old: Files, now: Files): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-changes-'))
  const terraform = (...args: readonly string[]) =>
    runProgram('terraform', [...args, '-no-color'], { cwd: directory })
  try {
    await writeFiles(directory, old)
    await terraform('init', '-backend=false', '-input=false')
    const applied = await terraform('apply', '-auto-approve', '-input=false', ...values)
    if (applied.exitCode !== 0) return undefined
    await Promise.all(Object.keys(old).map((path) => rm(join(directory, path))))
    await writeFiles(directory, now)
    const begun = await terraform('init', '-backend=false', '-input=false')
    if (begun.exitCode !== 0) return begun.stderr.slice(0, 500)
    const planned = await terraform('plan', '-input=false', '-out=plan', ...values)
    if (planned.exitCode !== 0) return planned.stderr.slice(0, 500)
    const shown = JSON.parse((await terraform('show', '-json', 'plan')).stdout.toString('utf8')) as Plan
    return (shown.resource_changes ?? [])
      .filter(({ change }) => change.actions.includes('delete'))
      .map(({ address, change }) => `${address}: ${change.actions.join(', ')}`)
      .join('; ')
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string
    readonly change: { readonly actions: readonly string[] }
  }[]
}

async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

/** True if somebody is asked to look before the change is approved. */
async function judge(old: Files, now: Files): Promise<boolean> {
  const changes = [
    ...compareModules(await versionOf(old), await versionOf(now)),
    ...diffBlueprints(await blueprintOf(old), await blueprintOf(now)),
  ]
  return changes.some(({ level }) => level === 'breaking')
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
