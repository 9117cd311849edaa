import { mkdir, mkdtemp, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import type { Inconsistency } from '@groundplan/catalog'
import {
  backUpEmbeddedDatabase,
  hasEmbeddedDatabase,
  openDatabase,
  PostgresCatalogStore,
} from '@groundplan/database'
import { InputError, NotFoundError } from '@groundplan/errors'
import { bundleRepository } from '@groundplan/scm-local-git'
import serverPackage from '../../package.json' with { type: 'json' }
import type { ServerConfig } from '../config.ts'
import { databaseLocation } from '../database-location.ts'
import { defaultScope } from '../default-scope.ts'
import { locateBlueprints } from '../hosts/locate-blueprints.ts'
import { backupFiles, describeFile, type BackupManifest } from './backup-manifest.ts'
import { findFindings } from './check.ts'
import { withStoppedHome } from './with-stopped-home.ts'

export interface BackupResult extends BackupManifest {
  readonly folder: string
  /** How the parts of the backup do not match, as they did not before. */
  readonly findings: readonly Inconsistency[]
}

/**
 * Writes repository and database of a home into a folder that is new or empty. What is at a host or in PostgreSQL is not in it. The
 * folder appears when it is whole. The server must be stopped.
 */
export function backUp(config: ServerConfig, folder: string): Promise<BackupResult> {
  return withStoppedHome(config, async (stopped, homeId) => {
    await requireNewFolder(folder, stopped.home)
    const draft = await mkdtemp(join(dirname(folder), `.${basename(folder)}-unfinished-`))
    try {
      const manifest = await writeBackup(stopped, draft, homeId)
      // Not every system renames onto an empty folder.
      await rmdir(folder).catch(() => {})
      await rename(draft, folder)
      return { folder, ...manifest, findings: await findFindings(stopped) }
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
  })
}

async function requireNewFolder(folder: string, home: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new InputError(`${folder} is not a folder, or cannot be read.`, {
      hint: 'Specify a new folder.',
      cause: error,
    })
  })
  if (names.length > 0) {
    throw new InputError(`The folder ${folder} is not empty.`, {
      hint: 'Specify a new folder for each backup.',
    })
  }
  await mkdir(dirname(folder), { recursive: true })
  if (`${await realpath(dirname(folder))}${sep}`.startsWith(`${home}${sep}`)) {
    throw new InputError(`The folder ${folder} is inside the home that it would back up.`, {
      hint: 'Specify a folder elsewhere, preferably on another disk.',
    })
  }
}

async function writeBackup(config: ServerConfig, draft: string, homeId: string): Promise<BackupManifest> {
  const place = await locateBlueprints(config)
  const location = databaseLocation(config)
  if (location.kind === 'embedded' && !(await hasEmbeddedDatabase(location.directory))) {
    throw new NotFoundError(`No database found in ${location.directory}.`, {
      hint: 'Run `groundplan admin check`. A home folder that was never used needs no backup.',
    })
  }
  const repository = await place.find()
  if (repository === undefined) {
    throw new NotFoundError(`No blueprint repository found at ${place.address}.`, {
      hint: 'Run `groundplan admin check`.',
    })
  }
  const database = await openDatabase(location)
  const identity = await new PostgresCatalogStore(database, defaultScope)
    .findRepository()
    .finally(() => database.destroy())
  const files: BackupManifest['files'] = []
  if (place.hosted === undefined) {
    await bundleRepository(place.address, join(draft, backupFiles.repository))
    files.push(await describeFile(draft, backupFiles.repository))
  }
  if (location.kind === 'embedded') {
    await backUpEmbeddedDatabase(location.directory, join(draft, backupFiles.database))
    files.push(await describeFile(draft, backupFiles.database))
  }
  const manifest: BackupManifest = {
    ...{ version: 1, createdAt: new Date().toISOString(), groundplan: serverPackage.version, homeId },
    ...{ identity, files, database: { kind: location.kind } },
    repository: { kind: place.hosted === undefined ? 'home' : 'host', address: place.address },
  }
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  await writeFile(join(draft, backupFiles.manifest), text, { flag: 'wx', flush: true })
  return manifest
}
