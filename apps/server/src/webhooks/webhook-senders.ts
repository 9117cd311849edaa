import { listReferences } from '@groundplan/configuration'
import type { ReviewRepository } from '@groundplan/scm'
import type { HostSecrets } from '../hosts/host-secrets.ts'
import { blueprintsHost, type HostedBlueprints } from '../hosts/locate-blueprints.ts'
import { readMergedConfiguration } from '../hosts/read-import-configuration.ts'
import { findWebhookSender, type WebhookSender } from '../hosts/find-webhook-sender.ts'

export interface WebhookSendersOptions {
  readonly repository: ReviewRepository
  readonly hosted: HostedBlueprints | undefined
  readonly secrets: HostSecrets
}

/**
 * The hosts that may send deliveries, as the merged configuration last had them. Strangers ask for them: finding one reads
 * nothing and starts no process.
 */
export class WebhookSenders {
  readonly #options: WebhookSendersOptions
  #commit: string | undefined
  #revision: number | undefined
  #senders: ReadonlyMap<string, WebhookSender> = new Map()
  #refreshing: Promise<void> | undefined

  constructor(options: WebhookSendersOptions) {
    this.#options = options
  }

  find(name: string): WebhookSender | undefined {
    return this.#senders.get(name)
  }

  /** Reads the configuration again if the default branch has moved or stored secrets have changed. Where that fails, the hosts stay as they were. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read()
      .catch(() => {})
      .finally(() => (this.#refreshing = undefined))
    return this.#refreshing
  }

  async #read(): Promise<void> {
    const { repository, hosted, secrets } = this.#options
    let revision = await secrets.refresh()
    const { commit } = await repository.readHead()
    if (commit === this.#commit && revision === this.#revision) return
    const merged = await readMergedConfiguration({ repository }).catch(() => undefined)
    if (merged !== undefined) revision = await secrets.load(listReferences(merged))
    const hosts = merged?.hosts ?? {}
    const found = new Map<string, WebhookSender>()
    for (const name of new Set([blueprintsHost, ...Object.keys(hosts)])) {
      const sender = await findWebhookSender(name, hosts, { hosted, secrets })
      if (sender !== undefined) found.set(name, sender)
    }
    this.#senders = found
    this.#commit = commit
    this.#revision = revision
  }
}
