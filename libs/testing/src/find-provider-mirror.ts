import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The folder with the AWS provider, as `terraform providers mirror` writes it: `GROUNDPLAN_PROVIDER_MIRROR`, or one of the usual places;
 * `undefined` if there is none.
 */
export async function findProviderMirror(): Promise<string | undefined> {
  const named = process.env['GROUNDPLAN_PROVIDER_MIRROR']
  const optional = (await readdir('/opt').catch(() => [])).map((name) => join('/opt', name))
  for (const place of named === undefined ? ['/usr/share/terraform/plugins', ...optional] : [named]) {
    const found = await readdir(join(place, 'registry.terraform.io', 'hashicorp', 'aws')).catch(() => [])
    if (found.length > 0) return place
  }
  return undefined
}
