import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { BlueprintSource, GeneratorSettings, RootModule } from '@groundplan/blueprint-generator'
import { NotFoundError } from '@groundplan/errors'
import { readRepository, readRepositorySettings } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { checkFolder } from './read-files.ts'

export interface LoadedModule extends RootModule {
  /** The readable name: the folder's, or the repository's for a module at its root. */
  readonly name: string
  readonly source: BlueprintSource & { readonly address: string }
  /** Its repository's generator settings. */
  readonly settings: GeneratorSettings
}

/** Loads modules as they are committed, each folder once. */
export class ModuleLoader {
  readonly #reader = new LocalGitRepositoryReader({ cacheDirectory: join(tmpdir(), 'groundplan-clones') })
  readonly #cache = new MemoryModuleCache()
  readonly #loaded = new Map<string, Promise<LoadedModule>>()
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** The module in a folder. Throws NotFoundError if none is committed there, InputError. */
  load(directory: string): Promise<LoadedModule> {
    const folder = resolve(directory)
    const loaded = this.#loaded.get(folder) ?? this.#read(folder, directory)
    this.#loaded.set(folder, loaded)
    return loaded
  }

  async #read(folder: string, given: string): Promise<LoadedModule> {
    await checkFolder(given)
    const signal = this.#signal
    const snapshot = await this.#reader.open({ address: folder }, { signal })
    const options = { includeExamples: true, cache: this.#cache, signal, onModule: () => {} }
    const read = await readRepository(snapshot, options)
    const found = read.find(({ directory: { path } }) => path === snapshot.scope)
    if (found?.module === undefined) {
      throw new NotFoundError(`No committed Terraform module found in ${given}.`, {
        hint: 'Specify a folder with committed .tf files.',
      })
    }
    const { module, commit, directory } = found
    const blobs = await snapshot.readBlobs(directory.entries.map(({ blobId }) => blobId))
    const files = directory.entries.flatMap(({ path, blobId }) => {
      const bytes = blobs.get(blobId)
      return bytes === undefined ? [] : [{ path, bytes }]
    })
    return {
      name: module.path === '.' ? snapshot.name : basename(module.path),
      module,
      files,
      source: { store: snapshot.name, path: module.path, commit, address: snapshot.address },
      settings: await readRepositorySettings(snapshot),
    }
  }
}
