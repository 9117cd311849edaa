import type { SettingsFiles } from '@groundplan/blueprint-generator'

/** How many repositories' settings are kept. */
const maximumCount = 8

/** Returns the same object for equal settings, however often they are copied, so that caches keyed by it hit. */
export class SameSettings {
  readonly #known = new Map<string, SettingsFiles>()

  of(settings: SettingsFiles): SettingsFiles {
    const key = JSON.stringify([settings.prefix, ...settings.files])
    const same = this.#known.get(key) ?? settings
    this.#known.delete(key)
    this.#known.set(key, same)
    const [oldest] = this.#known.keys()
    if (this.#known.size > maximumCount && oldest !== undefined) this.#known.delete(oldest)
    return same
  }
}
