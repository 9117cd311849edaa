import { createHash } from 'node:crypto'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CancelledError } from '@groundplan/errors'
import { lockFile } from '@groundplan/process'

/** How often a lock that another process holds is tried again, in milliseconds. */
const pollInterval = 100

/**
 * Providers that all runs of this machine share. Terraform does not guard its cache
 * (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache), so only one `init` at a time may write it, in
 * whatever process; those whose providers are all there only read, and don't wait. One instance per process and directory.
 */
export class PluginCache {
  readonly directory: string
  readonly #state: string
  #last: Promise<unknown> = Promise.resolve()

  private constructor(directory: string, state: string) {
    this.directory = directory
    this.#state = state
  }

  static async open(directory: string): Promise<PluginCache> {
    const [plugins, state] = [join(directory, 'plugins'), join(directory, 'state')]
    for (const folder of [plugins, state]) await mkdir(folder, { recursive: true, mode: 0o700 })
    return new PluginCache(plugins, state)
  }

  /**
   * Does something with the cache. `lockText` is the `.terraform.lock.hcl` that pins the providers, if there is one; `work` returns the one
   * afterwards. Throws CancelledError if `signal` is aborted while it waits.
   */
  async use(
    lockText: string | undefined,
    work: () => Promise<string | undefined>,
    signal?: AbortSignal,
  ): Promise<void> {
    if (lockText !== undefined && (await this.#hasAll(lockText))) {
      await work()
      return
    }
    await this.#alone(async () => {
      const after = await work()
      // Only now is all of it there.
      for (const provider of listLockedProviders(after ?? '')) await writeFile(this.#marker(provider), '')
    }, signal)
  }

  async #hasAll(lockText: string): Promise<boolean> {
    const providers = listLockedProviders(lockText)
    const found = await Promise.all(
      providers.map((provider) => stat(this.#marker(provider)).catch(() => undefined)),
    )
    return providers.length > 0 && found.every((each) => each !== undefined)
  }

  #marker(provider: string): string {
    return join(this.#state, createHash('sha256').update(provider).digest('hex'))
  }

  /** One after the other: first those of this process, then with a lock of the operating system, which ends with its holder. */
  async #alone(work: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#last = promise
    try {
      await before
      for (;;) {
        if (signal?.aborted === true) throw new CancelledError()
        const lock = lockFile(join(this.#state, 'lock'))
        if (lock === undefined) {
          await delay(pollInterval)
          continue
        }
        try {
          return await work()
        } finally {
          lock.release()
        }
      }
    } finally {
      resolve(undefined)
    }
  }
}

/** Providers with their versions, such as `registry.terraform.io/hashicorp/aws 5.100.0`, of a dependency lock file. */
export function listLockedProviders(lockText: string): readonly string[] {
  return [
    ...lockText.matchAll(/^provider "([^"\n]+)" \{\n(?:[^\n}]*\n)*?\s*version\s*=\s*"([^"\n]+)"/gm),
  ].map(([, address = '', version = '']) => `${address} ${version}`)
}
