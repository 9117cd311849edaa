import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { InputError } from '@groundplan/errors'
import { z } from 'zod'

/** What a backup is called in its folder. */
export const backupFiles = {
  manifest: 'backup.json',
  repository: 'repository.bundle',
  database: 'database.tar.gz',
} as const

const BackupFile = z.object({
  name: z.enum([backupFiles.repository, backupFiles.database]),
  bytes: z.number(),
  sha256: z.string(),
})
export type BackupFile = z.infer<typeof BackupFile>

/** Says what a backup holds; it is written last. */
export const BackupManifest = z.object({
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  groundplan: z.string(),
  homeId: z.string(),
  /** First commit of the blueprint repository and the commit that the catalog reflects, as the database has them. */
  identity: z.object({ rootCommit: z.string().optional(), syncedCommit: z.string().optional() }).optional(),
  /** `home`: in this backup. `host`: at its host, which backs it up. */
  repository: z.object({ kind: z.enum(['home', 'host']), address: z.string() }),
  database: z.object({ kind: z.enum(['embedded', 'postgresql']) }),
  files: z.array(BackupFile),
})
export type BackupManifest = z.infer<typeof BackupManifest>

/** Size and digest of a file of a backup. */
export async function describeFile(folder: string, name: BackupFile['name']): Promise<BackupFile> {
  const path = join(folder, name)
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { name, bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

/** Reads what a backup holds and makes sure that all of it is there, unchanged. Throws InputError. */
export async function readBackup(folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder)
  for (const file of manifest.files) {
    const found = await describeFile(folder, file.name).catch(() => undefined)
    if (found?.sha256 === file.sha256) continue
    const state = found === undefined ? 'is missing or cannot be read' : 'was modified or is damaged'
    throw new InputError(`The backup ${folder} is incomplete or damaged: ${file.name} ${state}.`, {
      hint: 'Use another backup. Nothing was restored.',
    })
  }
  return manifest
}

async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    const text = await readFile(join(folder, backupFiles.manifest), 'utf8')
    return BackupManifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new InputError(`${folder} is not a backup: it has no valid ${backupFiles.manifest}.`, {
      hint: 'Specify a folder that `groundplan admin backup` wrote.',
      cause,
    })
  }
}
