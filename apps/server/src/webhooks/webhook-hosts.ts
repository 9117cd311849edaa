import type { ReviewRepository } from '@groundplan/scm'
import type { HostSecrets } from '../hosts/host-secrets.ts'
import { blueprintsHost, type HostedBlueprints } from '../hosts/locate-blueprints.ts'
import { readMergedConfiguration } from '../hosts/read-import-configuration.ts'
import { findWebhookHost, type WebhookHost } from '../hosts/find-webhook-host.ts'

export interface WebhookHostsOptions {
  readonly repository: ReviewRepository
  readonly hosted: HostedBlueprints | undefined
  readonly secrets: HostSecrets
}

/**
 * The hosts that may send deliveries, as the merged configuration last had them. Strangers ask for them: finding one reads
 * nothing and starts no process.
 */
export class WebhookHosts {
  readonly #options: WebhookHostsOptions
  #commit: string | undefined
  #hosts: ReadonlyMap<string, WebhookHost> = new Map()
  #refreshing: Promise<void> | undefined

  constructor(options: WebhookHostsOptions) {
    this.#options = options
  }

  find(name: string): WebhookHost | undefined {
    return this.#hosts.get(name)
  }

  /** Reads the configuration again if the default branch has moved. Where that fails, the hosts stay as they were. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read()
      .catch(() => {})
      .finally(() => (this.#refreshing = undefined))
    return this.#refreshing
  }

  async #read(): Promise<void> {
    const { repository, hosted, secrets } = this.#options
    const { commit } = await repository.readHead()
    if (commit === this.#commit) return
    const hosts = (await readMergedConfiguration({ repository }).catch(() => undefined))?.hosts ?? {}
    const found = new Map<string, WebhookHost>()
    for (const name of new Set([blueprintsHost, ...Object.keys(hosts)])) {
      const host = await findWebhookHost(name, hosts, { hosted, secrets })
      if (host !== undefined) found.set(name, host)
    }
    this.#hosts = found
    this.#commit = commit
  }
}
