import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import type { ApiClient } from '@groundplan/api-client'
import { forkModule, type ForkedModule } from '@groundplan/process'

const program = join(import.meta.dirname, '../../../apps/server/src/main.ts')

/** One server process that is started again after each end. */
export interface FleetMember {
  readonly name: string
  readonly role: 'api' | 'worker'
  readonly env: Readonly<Record<string, string>>
  child: ForkedModule | undefined
  /** Where it answers, while it does. */
  url: string | undefined
}

/** Several API servers and workers on one database, which can be killed one by one. */
export class Fleet {
  readonly members: readonly FleetMember[]
  readonly #onNote: (note: string) => void

  constructor(members: readonly Omit<FleetMember, 'child' | 'url'>[], onNote: (note: string) => void) {
    this.members = members.map((member) => ({ ...member, child: undefined, url: undefined }))
    this.#onNote = onNote
  }

  /** Starts a member, again and again until it answers: those that were killed may have left something to wait for. */
  async start(member: FleetMember): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const child = forkModule(program, { name: member.name, env: member.env })
      member.child = child
      const message = (await child.firstMessage.catch(() => undefined)) as
        { readonly kind: string; readonly url?: string; readonly message?: string } | undefined
      if (message?.kind === 'ready' && member.child === child) {
        member.url = message.url
        return
      }
      this.#onNote(`${member.name} did not start: ${message?.message ?? 'it ended'}`)
      if (attempt === 5) throw new Error(`${member.name} does not start: ${message?.message ?? 'it ended'}`)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  /** Ends it with SIGKILL, and resolves when it is gone. */
  async kill(member: FleetMember): Promise<void> {
    const { child } = member
    member.url = undefined
    child?.kill()
    await child?.ended
  }

  /** Addresses of the API servers that answer. */
  apiUrls(): readonly string[] {
    return this.members.flatMap(({ role, url }) => (role === 'api' && url !== undefined ? [url] : []))
  }

  /** A client of any API server that answers. */
  client(pick: (urls: readonly string[]) => string): ApiClient | undefined {
    const urls = this.apiUrls()
    return urls.length === 0 ? undefined : createNodeApiClient(pick(urls))
  }

  /** Stops all in order; returns those that ended with an error. */
  async close(): Promise<readonly string[]> {
    const ended = this.members.map(async ({ name, child }) => {
      await child?.stop()
      const code = await child?.ended
      return code === 0 || code === undefined ? [] : [`${name} ended with code ${code}`]
    })
    return (await Promise.all(ended)).flat()
  }
}
