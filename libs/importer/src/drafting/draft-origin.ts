import type { SettingsFiles } from '@groundplan/blueprint-generator'
import { seal, unseal, type Sealed } from '@groundplan/terraform-type'
import type { DraftSubject } from './blueprint-drafter.ts'

/** The inputs of a draft, as stored in the plan: JSON-safe plain data. */
export interface DraftOrigin extends Pick<DraftSubject, 'name' | 'source' | 'files'> {
  readonly module: Sealed<DraftSubject['module']>
  /** Ids of {@link PlannedSettings}, the weakest first. */
  readonly settings: readonly string[]
}

/** The files that tell the generator something, by id: many drafts go by the same ones. */
export type PlannedSettings = Readonly<Record<string, PlannedSettingsFiles>>

export interface PlannedSettingsFiles {
  readonly prefix: string
  /** Path and text of each; the text is null if the file is there but cannot be read. */
  readonly files: readonly (readonly [path: string, text: string | null])[]
}

/** Collects the settings that the drafts of a plan go by. */
export class SettingsCollector {
  readonly #ids = new Map<SettingsFiles, string>()

  /** The origin of a draft of this subject. */
  toOrigin({ module, name, source, files, settings }: DraftSubject): DraftOrigin {
    return { module: seal(module), name, source, files, settings: settings.map((each) => this.#idOf(each)) }
  }

  toPlan(): PlannedSettings {
    const entries = [...this.#ids].map(([{ prefix, files }, id]) => {
      const texts = [...files].map(([path, text]) => [path, text ?? null] as const)
      return [id, { prefix, files: texts }] as const
    })
    return Object.fromEntries(entries)
  }

  #idOf(settings: SettingsFiles): string {
    const id = this.#ids.get(settings) ?? String(this.#ids.size)
    this.#ids.set(settings, id)
    return id
  }
}

/** Finds the subjects of a plan's drafts again, also where the plan was kept as JSON. */
export class PlannedSubjects {
  readonly #settings: ReadonlyMap<string, SettingsFiles>

  constructor(settings: PlannedSettings) {
    const entries = Object.entries(settings).map(([id, { prefix, files }]) => {
      const texts = files.map(([path, text]) => [path, text ?? undefined] as const)
      return [id, { prefix, files: new Map(texts) }] as const
    })
    this.#settings = new Map(entries)
  }

  subjectOf({ module, settings, ...origin }: DraftOrigin): DraftSubject {
    const found = settings.map((id) => this.#settings.get(id))
    return { ...origin, module: unseal(module), settings: found.filter((each) => each !== undefined) }
  }
}
