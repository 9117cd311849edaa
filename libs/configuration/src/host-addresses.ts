import type { Configuration, HostSettings, SecretReference } from './configuration.ts'
import { displayReference, listReferences } from './list-references.ts'

/** A host with an API. */
export type ApiHost = Pick<Exclude<HostSettings, { readonly kind: 'local-git' }>, 'kind' | 'url' | 'api-url'>

/** URL of a host's API: `api-url`, or derived from the kind and `url`. */
export function apiAddress({ kind, url, 'api-url': apiUrl }: ApiHost): string {
  if (apiUrl !== undefined) return apiUrl
  if (kind === 'bitbucket-data-center') return url
  if (kind === 'bitbucket-cloud') return 'https://api.bitbucket.org/2.0'
  if (URL.parse(url)?.hostname === 'github.com') return 'https://api.github.com'
  return `${url.replace(/\/+$/, '')}/api/v3`
}

/** Origins that a host's token is sent to: the web URL, which git uses, and the API. */
export function hostOrigins(host: ApiHost): readonly string[] {
  const origins = [host.url, apiAddress(host)].flatMap((address) => URL.parse(address)?.origin ?? [])
  return [...new Set(origins)]
}

/** A secret and the origins that the configuration sends it to. */
export interface SecretUse {
  readonly host: string
  readonly at: string
  readonly reference: SecretReference
  readonly origins: readonly string[]
}

/** Lists the secrets with the origins they are sent to, in file order. Webhook secrets are only sent to the API. */
export function listSecretUses(configuration: Pick<Configuration, 'hosts'>): readonly SecretUse[] {
  return listReferences({ hosts: configuration.hosts }).flatMap(({ path, reference }) => {
    const [, host = '', key = ''] = path
    const settings = configuration.hosts[host]
    if (settings === undefined || settings.kind === 'local-git') return []
    const origins = hostOrigins(settings)
    return [
      {
        host,
        at: path.join('.'),
        reference,
        origins: key === 'webhook-secret' ? origins.slice(-1) : origins,
      },
    ]
  })
}

/**
 * Describes the use, e.g. `Sends secret GROUNDPLAN_SECRET_GITHUB to https://github.com, https://api.github.com`. Private keys stay on the
 * server: they sign what is sent.
 */
export function describeSecretUse({
  at,
  reference,
  origins,
}: Pick<SecretUse, 'at' | 'reference' | 'origins'>): string {
  const places = origins.join(', ')
  return at.endsWith('.private-key')
    ? `Signs in to ${places} as a GitHub App, with the private key ${displayReference(reference)}`
    : `Sends secret ${displayReference(reference)} to ${places}`
}
