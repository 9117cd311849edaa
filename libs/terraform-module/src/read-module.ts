import type { Diagnostic } from '@groundplan/errors'
import { mergeOverrides } from './merge-overrides.ts'
import type { ModuleCall, Output, RequiredProvider, Resource, TerraformModule } from './module.ts'
import { readFile, type Block } from './read-file.ts'
import { readReadme } from './read-readme.ts'
import { readVariable } from './read-variable.ts'
import { selectFiles } from './select-files.ts'
import type { SourceFile } from './source-file.ts'
import { constantBool, constantText } from './values.ts'

export interface ReadModuleOptions {
  /** Directory within its repository; `.` is the root. */
  readonly path: string
  /** The directory's own files; those that are no configuration are looked at for a README only. */
  readonly files: readonly SourceFile[]
}

/** Reads a module's interface. Never throws on what is in the files: each problem is a diagnostic, the rest is still read. */
export async function readModule({ path, files }: ReadModuleOptions): Promise<TerraformModule> {
  const { primary, overrides } = selectFiles(files)
  const diagnostics: Diagnostic[] = []
  const read = async (list: readonly SourceFile[]) => {
    const blocks: Block[] = []
    for (const file of list) {
      const result = await readFile(file)
      blocks.push(...result.blocks)
      diagnostics.push(...result.diagnostics)
    }
    return blocks
  }
  const blocks = mergeOverrides(await read(primary), await read(overrides))
  const ofType = (type: string) => blocks.filter((block) => block.type === type)
  const requirements = ofType('terraform').map((block) => block.body)
  return {
    path,
    readme: readReadme(files),
    variables: unique(ofType('variable'), diagnostics).map((block) => readVariable(block, diagnostics)),
    outputs: unique(ofType('output'), diagnostics).map(readOutput),
    resources: blocks.filter(({ type }) => type === 'resource' || type === 'data').map(readResource),
    moduleCalls: ofType('module').map(readModuleCall),
    requiredTerraform: requirements.flatMap((body) => constantText(body['required_version']) ?? []),
    requiredProviders: requirements.flatMap((body) => readRequiredProviders(body['required_providers'])),
    diagnostics,
  }
}

/** Keeps the first of several blocks of one name and reports the others, as Terraform refuses them. */
function unique(blocks: readonly Block[], diagnostics: Diagnostic[]): readonly Block[] {
  const first = new Map<string, Block>()
  for (const block of blocks) {
    const name = block.labels[0] ?? ''
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, block)
    else {
      const message = `The ${block.type} "${name}" is declared again; first in ${earlier.file}:${earlier.line}.`
      const { file, line, column } = block
      diagnostics.push({ severity: 'error', rule: 'duplicate', file, line, column, message })
    }
  }
  return [...first.values()]
}

function readOutput({ labels, body, ...place }: Block): Output {
  return {
    name: labels[0] ?? '',
    position: position(place),
    description: constantText(body['description']),
    sensitive: constantBool(body['sensitive'], false),
    ephemeral: constantBool(body['ephemeral'], false),
  }
}

function readResource({ type, labels, ...place }: Block): Resource {
  const mode = type === 'data' ? 'data' : 'managed'
  return { mode, type: labels[0] ?? '', name: labels[1] ?? '', position: position(place) }
}

function readModuleCall({ labels, body, ...place }: Block): ModuleCall {
  return {
    name: labels[0] ?? '',
    source: constantText(body['source']),
    version: constantText(body['version']),
    position: position(place),
  }
}

function readRequiredProviders(value: unknown): readonly RequiredProvider[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((providers: unknown) => {
    if (typeof providers !== 'object' || providers === null) return []
    return Object.entries(providers).map(([name, requirement]: [string, unknown]) => {
      // Before Terraform 0.13 a requirement was just the version.
      if (typeof requirement === 'string') return { name, source: undefined, version: requirement }
      const { source, version } = (requirement ?? {}) as { source?: unknown; version?: unknown }
      return { name, source: constantText(source), version: constantText(version) }
    })
  })
}

function position({ file, line, column }: Pick<Block, 'file' | 'line' | 'column'>) {
  return { file, line, column }
}
