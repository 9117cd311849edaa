import { createReadStream, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ModuleInspection } from '@groundplan/terraform-module'
import { inspectModules } from '@groundplan/terraform-module-files'
import { listDifferences, type Difference } from './list-differences.ts'

export interface ParityOptions {
  /** Where the modules lie that the reference is about. */
  readonly directory: string | undefined
  /** What terraform-config-inspect printed: a line `{"dir":…,"module":…}` for each, `dir` relative to the directory. */
  readonly reference: string | undefined
}

export interface ParityResult {
  readonly modules: number
  readonly variables: number
  readonly outputs: number
  /** How often we differ for a known reason, by the reason. */
  readonly known: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

const maximumFaults = 50

/** Compares our inspection of every module with what HashiCorp's terraform-config-inspect printed of it. */
export async function proveModuleParity({ directory, reference }: ParityOptions): Promise<ParityResult> {
  if (directory === undefined || reference === undefined) {
    throw new Error(
      'This needs --dir DIR, a directory of modules, and --reference FILE: for each of them a line {"dir":…,"module":…} with the output of terraform-config-inspect --json, run in DIR.',
    )
  }
  const theirs = await readReference(reference)
  process.chdir(directory)
  const known: Record<string, number> = {}
  const faults: string[] = []
  const counts = { modules: 0, variables: 0, outputs: 0 }
  for await (const { directory: path, line = '{}' } of inspectModules([...theirs.keys()])) {
    const module = theirs.get(path)
    if (module === undefined) continue
    counts.modules += 1
    counts.variables += Object.keys(module.variables ?? {}).length
    counts.outputs += Object.keys(module.outputs ?? {}).length
    for (const difference of listDifferences(JSON.parse(line) as ModuleInspection, module)) {
      const reason = reasonFor(path, difference, module)
      if (reason !== undefined) known[reason] = (known[reason] ?? 0) + 1
      else if (faults.length < maximumFaults) faults.push(`${path}: ${difference.kind}: ${difference.text}`)
    }
  }
  return { ...counts, known, faults }
}

async function readReference(path: string): Promise<ReadonlyMap<string, ModuleInspection>> {
  const modules = new Map<string, ModuleInspection>()
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { dir, module } = JSON.parse(line) as { dir: string; module: ModuleInspection & { panic?: string } }
    // Where the tool itself has crashed there is nothing to compare.
    if (module.panic === undefined) modules.set(dir, module)
  }
  return modules
}

/** Why a difference is right; `undefined` if it is a fault. */
function reasonFor(
  path: string,
  { kind, text, isError }: Difference,
  theirs: ModuleInspection,
): string | undefined {
  const names = readdirSync(path)
  if (names.some((name) => /(?:^|_)override\.tf(?:\.json)?$/.test(name))) return 'override files are merged'
  if (names.some((name) => /\.tofu(?:\.json)?$/.test(name))) return 'files of OpenTofu count'
  if (names.some((name) => /\.(?:tfcomponent|tfstack)\.hcl$/.test(name)))
    return 'files of stacks do not count'
  if (names.some((name) => /^[.#].*\.tf/.test(name))) return 'hidden files do not count'
  // Nothing excuses a variable or an output that is not there, or one that is required for us only.
  if (kind === 'required' || (kind === 'missing' && /^(?:variables|outputs)\./.test(text))) return undefined
  const theyFail = (theirs.diagnostics ?? []).some(({ severity }) => severity === 'error')
  if (isError && !theyFail) return 'broken in the syntax of today, readable in that of Terraform 0.11'
  if (isError) return 'both report errors'
  if (theyFail && kind !== 'missing')
    return 'more is read of a broken module, or what has to be constant is not'
  return betterReasons.find(({ applies }) => applies.test(`${kind} ${text}`))?.reason
}

/** What we read and they do not, by the kind and the text of a difference. */
const betterReasons: readonly { readonly applies: RegExp; readonly reason: string }[] = [
  {
    applies: /^aliases .*theirs undefined$/,
    reason: 'aliases of a provider that is required twice are kept',
  },
  { applies: /^type outputs\..*theirs undefined$/s, reason: 'outputs have types' },
  { applies: /^extra required_providers\./, reason: 'ephemeral resources need providers' },
  { applies: /^missing required_providers\.$/, reason: 'a provider that is chosen by each.key has a name' },
  { applies: /^provider .*each\.key/, reason: 'a provider that is chosen by each.key has a name' },
  { applies: /^extra provider_configs\./, reason: 'provider blocks count in JSON syntax' },
  {
    applies: /^(?:source|default) .*theirs ".*\$\{/,
    reason: 'a template is no constant, as it was in Terraform 0.11',
  },
  { applies: /^pos .*"line":0/, reason: 'places are known in JSON syntax' },
]
