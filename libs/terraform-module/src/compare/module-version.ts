import type { Block } from '../block.ts'
import type { Variable } from '../module.ts'
import { textOf } from '../arguments.ts'
import { resolveLocalSource } from '../dependencies/resolve-local-source.ts'
import { readModuleBlocks, type ReadModuleOptions } from '../read-module.ts'
import { readVariable } from '../read-variable.ts'

/** A module at one commit, with the modules of the same repository that it calls. */
export interface ModuleVersion {
  /** Directory within the repository. */
  readonly path: string
  /** By directory. */
  readonly directories: ReadonlyMap<string, ModuleDirectoryBlocks>
}

export interface ModuleDirectoryBlocks {
  readonly blocks: readonly Block[]
  readonly variables: ReadonlyMap<string, Variable>
  /** True if some of it could not be read. */
  readonly isBroken: boolean
}

/** Reads the module in the first of these directories; the others are those that it may call. */
export async function readModuleVersion(directories: readonly ReadModuleOptions[]): Promise<ModuleVersion> {
  const read = new Map<string, ModuleDirectoryBlocks>()
  for (const { path, files } of directories) {
    const { blocks, diagnostics } = await readModuleBlocks(files)
    const variables = blocks
      .filter(({ type, labels }) => type === 'variable' && labels.length > 0)
      .map((block) => readVariable(block, []))
    read.set(path, {
      blocks,
      variables: new Map(variables.map((variable) => [variable.name, variable])),
      isBroken: diagnostics.some(({ severity }) => severity === 'error'),
    })
  }
  return { path: directories[0]?.path ?? '.', directories: read }
}

/** The directories of the modules that a module calls by path, in declared order. */
export async function listLocalSources({ path, files }: ReadModuleOptions): Promise<readonly string[]> {
  const { blocks } = await readModuleBlocks(files)
  return blocks
    .filter(({ type }) => type === 'module')
    .flatMap((block) => resolveLocalSource(path, textOf(block, 'source')) ?? [])
}
