import type { Configuration } from '@groundplan/configuration'
import { errorMessage } from '@groundplan/errors'
import type { SyncConfiguration } from '@groundplan/host-sync'
import { blueprintsHost } from './locate-blueprints.ts'
import type { CredentialSources } from './open-host.ts'
import { findSecretProblems, findSecrets } from './find-webhook-sender.ts'

/**
 * Where hosts are to send deliveries, if the server has an address for them and a secret is known, and a note for each secret
 * that cannot be used.
 */
export function planWebhooks(
  hosts: Configuration['hosts'],
  credentials: CredentialSources,
  publicUrl: string | undefined,
): Pick<SyncConfiguration, 'webhooks' | 'notes'> {
  if (publicUrl === undefined) return {}
  const find = (name: string) => {
    const [secret] = findSecrets(name, hosts, credentials)
    const url = `${publicUrl.replace(/\/+$/, '')}/webhooks/${encodeURIComponent(name)}`
    return secret === undefined ? undefined : { url, secret }
  }
  const { hosted } = credentials
  const target = hosted && find(blueprintsHost)
  const review = target && { ...target, host: hosted.host.webhooks }
  const notes = findSecretProblems(hosts, credentials).map(errorMessage)
  return { webhooks: { review, findSource: find }, ...(notes.length === 0 ? {} : { notes }) }
}
