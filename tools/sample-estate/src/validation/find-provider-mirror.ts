import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readEnvironment } from '@groundplan/process'

/**
 * A filesystem mirror (https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror) with the AWS
 * provider: `GROUNDPLAN_PROVIDER_MIRROR`, or the first of the usual places that has one.
 */
export async function findProviderMirror(): Promise<string | undefined> {
  const named = readEnvironment().GROUNDPLAN_PROVIDER_MIRROR
  const places = named === undefined ? await listUsualPlaces() : [named]
  for (const place of places) {
    if (await isDirectory(join(place, 'registry.terraform.io', 'hashicorp', 'aws'))) return place
  }
  return undefined
}

async function listUsualPlaces(): Promise<string[]> {
  const optional = await readdir('/opt').catch(() => [])
  return [
    join(homedir(), '.terraform.d', 'plugins'),
    '/usr/share/terraform/plugins',
    ...optional.sort().map((name) => join('/opt', name)),
  ]
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
