import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { restoreEmbeddedDatabase } from '@groundplan/database'
import { ConflictError, InputError } from '@groundplan/errors'
import { unbundleRepository } from '@groundplan/scm-local-git'
import type { ServerConfig } from '../config.ts'
import { databaseLocation } from '../database-location.ts'
import { takeHome } from '../take-home.ts'
import { backupFiles, readBackup, type BackupManifest } from './backup-manifest.ts'
import { findFindings, type CheckResult } from './check.ts'

/** What a home without content has, and what a restore that was stopped leaves behind. */
const ofEmptyHome = /^(?:home\.json|(?:lock\.sqlite|\.database-lock)(?:-.*)?|lost\+found|\.restoring-.*)$/

/**
 * Restores a backup into a home that does not exist or is empty, and checks the result. Throws InputError or ConflictError, with
 * nothing restored, if the backup is not whole, does not fit the configuration, or the home is used.
 */
export async function restore(config: ServerConfig, folder: string): Promise<CheckResult> {
  const manifest = await readBackup(folder)
  requireSameKinds(manifest, config)
  await requireEmpty(config.home)
  const { home, lock } = await takeHome(config)
  try {
    await requireEmpty(home)
    await restoreFiles(manifest, { folder, home })
    return { home, findings: await findFindings({ ...config, home }) }
  } finally {
    lock.release()
  }
}

/** The parts are put in place when they are whole, the database first: without its repository no server starts on it. */
async function restoreFiles(
  { files }: BackupManifest,
  { folder, home }: { readonly folder: string; readonly home: string },
): Promise<void> {
  const left = (await readdir(home)).filter((name) => name.startsWith('.restoring-'))
  for (const name of left) await rm(join(home, name), { recursive: true, force: true })
  const draft = await mkdtemp(join(home, '.restoring-'))
  try {
    const parts: { readonly from: string; readonly to: string }[] = []
    for (const { name } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const to = name === backupFiles.database ? 'database' : 'blueprint-repository.git'
      const [file, from] = [join(folder, name), join(draft, to)]
      await (name === backupFiles.database
        ? restoreEmbeddedDatabase(file, from)
        : unbundleRepository(file, from))
      parts.push({ from, to: join(home, to) })
    }
    for (const { from, to } of parts) await rename(from, to)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function requireSameKinds({ database, repository }: BackupManifest, config: ServerConfig): void {
  const { kind } = databaseLocation(config)
  if (kind !== database.kind) {
    throw new InputError(
      `The backup belongs to a server with ${nameOf(database.kind)}, but this one uses ${nameOf(kind)}.`,
      {
        hint:
          database.kind === 'embedded'
            ? 'Unset DATABASE_URL. Nothing was restored.'
            : 'Restore the dump with `pg_restore` and set DATABASE_URL. Nothing was restored.',
      },
    )
  }
  const isHosted = config.blueprints !== undefined
  if (isHosted === (repository.kind === 'host')) return
  throw new InputError(
    isHosted
      ? 'The backup contains a blueprint repository, but GROUNDPLAN_BLUEPRINTS refers to one on a host.'
      : `The backup belongs to the blueprint repository ${repository.address}, but GROUNDPLAN_BLUEPRINTS is not set.`,
    { hint: `${isHosted ? 'Unset' : 'Set'} GROUNDPLAN_BLUEPRINTS. Nothing was restored.` },
  )
}

function nameOf(kind: 'embedded' | 'postgresql'): string {
  return kind === 'embedded' ? 'the embedded database' : 'PostgreSQL'
}

async function requireEmpty(home: string): Promise<void> {
  const found = await readdir(home).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new InputError(`The folder ${home} cannot be read.`, {
      hint: 'Set GROUNDPLAN_HOME to another folder.',
      cause: error,
    })
  })
  const names = found.filter((name) => !ofEmptyHome.test(name))
  if (names.length === 0) return
  throw new ConflictError(`The home folder ${home} is not empty.`, {
    hint: 'Move it aside, or set GROUNDPLAN_HOME to a new folder. Nothing was restored.',
  })
}
