import { configurationPath, type Configuration } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import type { WebhookReader } from '@groundplan/scm'
import { bindSecret } from './bind-secret.ts'
import { blueprintsHost, type HostedBlueprints } from './locate-blueprints.ts'
import { loadWebhookReader } from './load-webhook-reader.ts'
import type { CredentialSources } from './open-host.ts'
import { effectiveOrigins, isServerHost } from './server-access.ts'

/** A host that may send deliveries of webhooks. */
export interface WebhookSender {
  readonly reader: WebhookReader
  /** By which the configuration calls it. */
  readonly names: readonly string[]
  readonly isReviewHost: boolean
  /** Each is valid; the first is given to new webhooks. */
  readonly secrets: readonly string[]
}

type Hosts = Configuration['hosts']

/** The host that is called so, if a secret for its webhooks is known: `blueprints`, or a name of the configuration. */
export async function findWebhookSender(
  name: string,
  hosts: Hosts,
  credentials: CredentialSources,
): Promise<WebhookSender | undefined> {
  const { hosted } = credentials
  const secrets = findSecrets(name, hosts, credentials)
  if (secrets.length === 0) return undefined
  const isReviewHost = isAtReviewHost(name, hosts, hosted)
  if (hosted !== undefined && isReviewHost) {
    const names = Object.keys(hosts).filter((other) => isAtReviewHost(other, hosts, hosted))
    return { reader: await loadWebhookReader(hosted.access.kind), names, isReviewHost, secrets }
  }
  const host = hosts[name]
  if (host === undefined || host.kind === 'local-git') return undefined
  return { reader: await loadWebhookReader(host.kind), names: [name], isReviewHost, secrets }
}

/** The secrets of a host, separated by white space in their variable, the newest first. Names of one host share theirs. */
export function findSecrets(name: string, hosts: Hosts, credentials: CredentialSources): readonly string[] {
  const { hosted } = credentials
  if (!isAtReviewHost(name, hosts, hosted)) return findOwnSecrets(name, hosts, credentials)
  const others = Object.keys(hosts).filter((other) => other !== name && isAtReviewHost(other, hosts, hosted))
  const ofOthers = others.flatMap((other) => findOwnSecrets(other, hosts, credentials))
  return [...findOwnSecrets(name, hosts, credentials), ...split(hosted?.webhookSecret), ...ofOthers]
}

/** Why webhook secrets of the configuration cannot be used, one error each. */
export function findSecretProblems(hosts: Hosts, credentials: CredentialSources): readonly InputError[] {
  return Object.keys(hosts).flatMap((name) => {
    const found = readOwnSecret(name, hosts, credentials)
    return found instanceof InputError ? [found] : []
  })
}

function findOwnSecrets(name: string, hosts: Hosts, credentials: CredentialSources): readonly string[] {
  const found = readOwnSecret(name, hosts, credentials)
  // Imports note it; until it is corrected, nobody can sign anything.
  return found instanceof InputError ? [] : split(found)
}

/** The secret is sent to the API when a webhook is registered, so that the operator has to allow that origin. */
function readOwnSecret(
  name: string,
  hosts: Hosts,
  { hosted, secrets }: CredentialSources,
): string | InputError | undefined {
  const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined
  const reference = host === undefined || host.kind === 'local-git' ? undefined : host['webhook-secret']
  if (host === undefined || host.kind === 'local-git' || reference === undefined) return undefined
  const review = hosted !== undefined && isServerHost(host, hosted.access) ? hosted.access.origins : []
  // The last origin is that of the API.
  const origins = [...effectiveOrigins(host, hosted?.access).slice(-1), ...review.slice(-1)]
  const subject = `The webhook secret of the host "${name}" in ${configurationPath}`
  try {
    return bindSecret(reference, { subject, origins: [...new Set(origins)] }, secrets)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
}

function split(secrets: string | undefined): readonly string[] {
  return secrets?.split(/\s+/).filter((secret) => secret !== '') ?? []
}

function isAtReviewHost(name: string, hosts: Hosts, hosted: HostedBlueprints | undefined): boolean {
  if (hosted === undefined) return false
  if (name === blueprintsHost) return true
  const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined
  return host !== undefined && isServerHost(host, hosted.access)
}
