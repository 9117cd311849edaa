import type { Diagnostic } from '@groundplan/errors'
import { compareModules } from './compare/compare-modules.ts'
import { limitChanges, type ModuleChange } from './compare/module-change.ts'
import { readModuleVersion } from './compare/module-version.ts'
import { limitModule } from './limit-module.ts'
import type { TerraformModule } from './module.ts'
import { readModule, type ReadModuleOptions } from './read-module.ts'

/** Port: reads modules that other people wrote. */
export interface ModuleReader {
  /**
   * One module for each, in order. Whatever is in the files is a diagnostic and never an error; a module that cannot be read at all
   * is empty, with a diagnostic of the rule `read`. Rejects only when `signal` is aborted.
   */
  read(modules: readonly ReadModuleOptions[], signal: AbortSignal): Promise<readonly TerraformModule[]>
  /**
   * What changed between two versions of a module; see compareModules. Each version has the module's directory first, then those that
   * it calls. What is in the files makes it never reject; it rejects when `signal` is aborted, and when comparing takes too long or
   * fails for another passing reason.
   */
  compare(versions: ComparedVersions, signal: AbortSignal): Promise<readonly ModuleChange[]>
}

/** Files of two versions of a module. */
export interface ComparedVersions {
  readonly before: readonly ReadModuleOptions[]
  readonly after: readonly ReadModuleOptions[]
}

/** Reads in this process: for tests, and for commands that read the user's own files. */
export class InProcessModuleReader implements ModuleReader {
  async read(
    modules: readonly ReadModuleOptions[],
    signal: AbortSignal,
  ): Promise<readonly TerraformModule[]> {
    const read: TerraformModule[] = []
    for (const module of modules) {
      signal.throwIfAborted()
      read.push(await readForeignModule(module))
    }
    return read
  }

  async compare(versions: ComparedVersions, signal: AbortSignal): Promise<readonly ModuleChange[]> {
    signal.throwIfAborted()
    return compareForeignModules(versions)
  }
}

/** Reads and compares two versions. */
export async function compareForeignModules({
  before,
  after,
}: ComparedVersions): Promise<readonly ModuleChange[]> {
  return limitChanges(compareModules(await readModuleVersion(before), await readModuleVersion(after)))
}

/** Reads a module and keeps it within the limits. */
export async function readForeignModule(options: ReadModuleOptions): Promise<TerraformModule> {
  return limitModule(await readModule(options))
}

/** Placeholder for a module that cannot be read at all. */
export async function unreadableModule(path: string, message: string): Promise<TerraformModule> {
  const diagnostic: Diagnostic = { severity: 'error', rule: unreadableRule, file: path, message }
  return { ...(await readModule({ path, files: [] })), diagnostics: [diagnostic] }
}

/** True if the module could not be read at all, for reasons that may cost time each. */
export function isUnreadable({ diagnostics }: TerraformModule): boolean {
  return diagnostics.some(({ rule }) => rule === unreadableRule)
}

const unreadableRule = 'read'
