import type { Configuration } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import type { ScmProvider } from '@groundplan/scm'
import { createProvider } from '../hosts/create-provider.ts'
import { blueprintsHost, type HostedBlueprints } from '../hosts/locate-blueprints.ts'
import { resolveReference } from '../hosts/resolve-reference.ts'

/** A host that may send deliveries of webhooks. */
export interface WebhookHost {
  readonly provider: Pick<ScmProvider, 'readWebhook'>
  /** By which the configuration calls it. */
  readonly names: readonly string[]
  readonly isReviewHost: boolean
  /** Each is valid; the first is given to new webhooks. */
  readonly secrets: readonly string[]
}

type Hosts = Configuration['hosts']

/** The host that is called so, if a secret for its webhooks is known: `blueprints`, or a name of the configuration. */
export async function findWebhookHost(
  name: string,
  hosts: Hosts,
  hosted: HostedBlueprints | undefined,
): Promise<WebhookHost | undefined> {
  const secrets = findSecrets(name, hosts, hosted)
  if (secrets.length === 0) return undefined
  const isReviewHost = isAtReviewHost(name, hosts, hosted)
  if (hosted !== undefined && isReviewHost) {
    const names = Object.keys(hosts).filter((other) => isAtReviewHost(other, hosts, hosted))
    return { provider: hosted.provider, names, isReviewHost, secrets }
  }
  const host = hosts[name]
  if (host === undefined || host.kind === 'local-git') return undefined
  // Reading a delivery asks the host nothing.
  const provider = await createProvider({ kind: host.kind, name, url: host.url, token: '' })
  return { provider, names: [name], isReviewHost, secrets }
}

/** The secrets of a host, separated by white space in their variable, the newest first. Names of one host share theirs. */
export function findSecrets(
  name: string,
  hosts: Hosts,
  hosted: HostedBlueprints | undefined,
): readonly string[] {
  if (!isAtReviewHost(name, hosts, hosted)) return findOwnSecrets(name, hosts)
  const others = Object.keys(hosts).filter((other) => other !== name && isAtReviewHost(other, hosts, hosted))
  const ofOthers = others.flatMap((other) => findOwnSecrets(other, hosts))
  return [...findOwnSecrets(name, hosts), ...split(hosted?.webhookSecret), ...ofOthers]
}

function findOwnSecrets(name: string, hosts: Hosts): readonly string[] {
  const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined
  const reference = host === undefined || host.kind === 'local-git' ? undefined : host['webhook-secret']
  return reference === undefined ? [] : split(resolve(reference, name))
}

function resolve(reference: Parameters<typeof resolveReference>[0], name: string): string | undefined {
  try {
    return resolveReference(reference, `The host "${name}"`)
  } catch (error) {
    // Imports tell it; until it is set, nobody can sign anything.
    if (error instanceof InputError) return undefined
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
  if (host === undefined || host.kind === 'local-git') return false
  return host.kind === hosted.access.kind && host.url.replace(/\/+$/, '') === hosted.access.url
}
