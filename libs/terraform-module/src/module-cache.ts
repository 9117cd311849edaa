import type { TerraformModule } from './module.ts'
import { RecentMap } from './recent-map.ts'

/** Keeps modules as they were read, by what they were read from. */
export interface ModuleCache {
  find(key: string): TerraformModule | undefined
  save(key: string, module: TerraformModule): void
}

/** A file by its content: its path within the repository and git's id of its bytes. */
export interface IdentifiedFile {
  readonly path: string
  readonly blobId: string
}

/** The key of a module: the same directory with the same files, whose contents git tells apart by their ids. */
export function moduleKey(path: string, files: readonly IdentifiedFile[]): string {
  return [path, ...files.flatMap((file) => [file.path, file.blobId])].join('\0')
}

/** Keeps modules in memory; where there are too many, those that were not asked for longest go first. */
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
