import type { TerraformModule } from './module.ts'
import { RecentMap } from './recent-map.ts'

/** Caches modules by the files they were read from. */
export interface ModuleCache {
  find(key: string): TerraformModule | undefined
  save(key: string, module: TerraformModule): void
}

/** A file by its content: its path within the repository and git's id of its bytes. */
export interface IdentifiedFile {
  readonly path: string
  readonly blobId: string
}

/** The key of a module: its directory and the git blob ids of its files. */
export function moduleKey(path: string, files: readonly IdentifiedFile[]): string {
  return [path, ...files.flatMap((file) => [file.path, file.blobId])].join('\0')
}

/** Caches modules in memory and evicts the least recently used. */
export class MemoryModuleCache implements ModuleCache {
  readonly #modules: RecentMap<TerraformModule>

  constructor({ maximumCount = 10_000 }: { readonly maximumCount?: number } = {}) {
    this.#modules = new RecentMap(maximumCount)
  }

  find(key: string): TerraformModule | undefined {
    return this.#modules.get(key)
  }

  save(key: string, module: TerraformModule): void {
    this.#modules.set(key, module)
  }
}
