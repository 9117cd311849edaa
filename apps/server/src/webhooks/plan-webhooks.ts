import type { Configuration } from '@groundplan/configuration'
import type { ImportConfiguration } from '@groundplan/importer'
import { blueprintsHost, type HostedBlueprints } from '../hosts/locate-blueprints.ts'
import { findSecrets } from './find-webhook-host.ts'

/** Where hosts are to send deliveries, if the server has an address for them and a secret is known. */
export function planWebhooks(
  hosts: Configuration['hosts'],
  hosted: HostedBlueprints | undefined,
  publicUrl: string | undefined,
): ImportConfiguration['webhooks'] {
  if (publicUrl === undefined) return undefined
  const find = (name: string) => {
    const [secret] = findSecrets(name, hosts, hosted)
    const url = `${publicUrl.replace(/\/+$/, '')}/webhooks/${encodeURIComponent(name)}`
    return secret === undefined ? undefined : { url, secret }
  }
  return { review: hosted === undefined ? undefined : find(blueprintsHost), findSource: find }
}
