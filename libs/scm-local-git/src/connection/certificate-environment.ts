import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readGitAuthorities } from '@groundplan/http'
import { readEnvironment } from '@groundplan/process'
import { scratchDirectory } from '../scratch/scratch-directory.ts'

interface Bundle {
  readonly digest: string
  readonly path: string
}

let written: Bundle | undefined

/**
 * Has git trust what API requests trust: the certificates of GROUNDPLAN_CA_FILE and NODE_EXTRA_CA_CERTS, in addition to those that it
 * trusts otherwise. Git takes one file only, so they are written to a temporary one.
 */
export async function certificateEnvironment(url: string): Promise<Record<string, string>> {
  if (!/^https:\/\//i.test(url)) return {}
  const text = readGitAuthorities(readEnvironment())
  return text === undefined ? {} : { GIT_SSL_CAINFO: await writeBundle(text) }
}

async function writeBundle(text: string): Promise<string> {
  const digest = createHash('sha256').update(text).digest('hex')
  if (written?.digest === digest && (await isThere(written.path))) return written.path
  const path = join(await scratchDirectory.create(), 'certificates.pem')
  await writeFile(path, text, { mode: 0o600 })
  written = { digest, path }
  return path
}

/** Something that cleans up temporary files may have taken it. */
async function isThere(path: string): Promise<boolean> {
  return (await readFile(path).catch(() => undefined)) !== undefined
}
