import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createRepository } from './create-repository.ts'
import { findRepositoryHead } from './find-repository-head.ts'
import { sampleHistories } from './sample-histories.ts'
import type { SampleHistory } from './sample-history.ts'

export interface CreateSampleEstateOptions {
  /** Folder of the repositories; made if it does not exist. */
  readonly directory: string
  readonly signal?: AbortSignal | undefined
}

export interface SampleEstate {
  readonly repositories: readonly CreatedRepository[]
}

export interface CreatedRepository {
  readonly name: string
  /** Absolute path of the bare repository, `<directory>/<name>.git`. */
  readonly directory: string
  /** Commit that `main` is at. */
  readonly headCommit: string
  /** False if the repository was already there; it is then left untouched. */
  readonly created: boolean
}

/**
 * Makes the sample repositories as bare git repositories with their whole history; commit ids are always the same.
 * Those that are there already are kept, with whatever was pushed to them. Throws ConflictError if something else is in
 * their place, ExternalServiceError if git fails.
 */
export async function createSampleEstate(options: CreateSampleEstateOptions): Promise<SampleEstate> {
  const directory = resolve(options.directory)
  await mkdir(directory, { recursive: true })
  const repositories = await Promise.all(
    sampleHistories.map((history) => ensureRepository(history, directory, options.signal)),
  )
  return { repositories }
}

async function ensureRepository(
  history: SampleHistory,
  parent: string,
  signal: AbortSignal | undefined,
): Promise<CreatedRepository> {
  const { name } = history
  const directory = join(parent, `${name}.git`)
  const found = await findRepositoryHead(history, directory, signal)
  if (found !== undefined) return { name, directory, headCommit: found, created: false }
  try {
    await createRepository(history, { directory: parent, signal })
  } catch (error) {
    // Another process may have been faster.
    const winner = await findRepositoryHead(history, directory, signal)
    if (winner === undefined) throw error
    return { name, directory, headCommit: winner, created: false }
  }
  return { name, directory, headCommit: history.head, created: true }
}
