import type { ScmHost } from '@groundplan/scm'
import { HostWaits } from './host-waits.ts'
import { createHost, createHostAccess, type HostAccess } from './create-host.ts'

interface Client {
  readonly access: HostAccess
  readonly host: Promise<ScmHost>
}

/**
 * The clients of all hosts, one for each: what a client has learnt from its host, such as a rate limit, holds for whoever asks
 * next. A changed address or credential gets a new client.
 */
export class HostClients {
  /** Who asks to wait. */
  readonly waits = new HostWaits()
  readonly #clients = new Map<string, Client>()

  /** The host's client; the same one as long as everything about the access stays the same. */
  open(access: HostAccess): Promise<ScmHost> {
    const known = this.#clients.get(access.name)
    if (known !== undefined && fingerprint(known.access) === fingerprint(access)) return known.host
    const client = {
      access: createHostAccess(access),
      host: createHost(access, (wait) => this.waits.add(wait)),
    }
    this.#clients.set(access.name, client)
    return client.host
  }
}

function fingerprint({ kind, url, apiUrl, token, username, origins }: HostAccess): string {
  return JSON.stringify([kind, url, apiUrl, token, username, origins])
}
