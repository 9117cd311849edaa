import { readNetwork, type HostWait, type Network } from '@groundplan/http'
import { readEnvironment } from '@groundplan/process'
import type { ScmHost } from '@groundplan/scm'
import { HostWaits } from './host-waits.ts'
import { createHost, createHostAccess, type HostAccess } from './create-host.ts'

interface Client {
  readonly access: HostAccess
  readonly host: Promise<ScmHost>
}

/**
 * The clients of all hosts, one for each: what a client has learnt from its host, such as a rate limit, holds for whoever asks
 * next. A changed address or credential gets a new client. An App has a client for each installation, with its own tokens and limits.
 */
export class HostClients {
  /** Who asks to wait. */
  readonly waits = new HostWaits()
  readonly #clients = new Map<string, Client>()
  readonly #network: Network

  /** `network`: by default as the environment of this process describes it. */
  constructor(network = readNetwork(readEnvironment())) {
    this.#network = network
  }

  /** The host's client; the same one as long as everything about the access stays the same. */
  open(access: HostAccess): Promise<ScmHost> {
    const key = JSON.stringify([access.name, access.app?.owner])
    const known = this.#clients.get(key)
    if (known !== undefined && fingerprint(known.access) === fingerprint(access)) return known.host
    const onWait = (wait: HostWait) => this.waits.add(wait)
    const host = createHost(access, { network: this.#network, onWait })
    const client = { access: createHostAccess(access), host }
    this.#clients.set(key, client)
    return client.host
  }
}

function fingerprint({ kind, url, apiUrl, token, username, app, oauth, origins }: HostAccess): string {
  return JSON.stringify([kind, url, apiUrl, token, username, app, oauth, origins])
}
