import { matchesGlob } from '@groundplan/change-set'
import type { OverlayInput, OverlayModule } from './overlay.ts'
import type { OverlayEntry } from './parse-overlay.ts'

/** One thing that an overlay says, with the entry that says it. */
export interface Setting {
  /** The input that it is about; `undefined` if it is about the blueprint. */
  readonly input: string | undefined
  readonly key: keyof OverlayModule | keyof OverlayInput
  readonly value: unknown
  readonly entry: OverlayEntry
  /** Where in the entry it stands. */
  readonly path: readonly PropertyKey[]
}

/** What counts for one input: the values, and by key the settings that they are from. */
export interface InputSettings {
  readonly values: OverlayInput
  readonly settings: ReadonlyMap<string, Setting>
}

/** What counts for one module. */
export interface ModuleSettings {
  readonly labels: readonly Setting[]
  /** One for each configuration that an entry names. */
  readonly providers: readonly Setting[]
  /** Everything else about the blueprint, by key. */
  readonly own: ReadonlyMap<string, Setting>
  readonly inputs: ReadonlyMap<string, InputSettings>
}

/** What entries say of the module in a directory. The weakest come first: key by key, what is said later counts. */
export function resolveSettings(entries: readonly OverlayEntry[], path: string): ModuleSettings {
  const labels: Setting[] = []
  const providers: Setting[] = []
  const own = new Map<string, Setting>()
  const inputs = new Map<string, Map<string, Setting>>()
  const matching = entries.filter(({ glob }) => glob === undefined || matchesGlob(glob, path))
  for (const setting of matching.flatMap(listSettings)) {
    const { input, key } = setting
    if (key === 'labels') labels.push(setting)
    else if (key === 'providers') providers.push(setting)
    else if (input === undefined) own.set(key, setting)
    else inputs.set(input, (inputs.get(input) ?? new Map<string, Setting>()).set(key, setting))
  }
  const resolved = [...inputs].map(([name, settings]) => [name, toInputSettings(settings)] as const)
  return { labels, providers, own, inputs: new Map(resolved) }
}

/** Everything that an entry says, with what it says in short (`hide`, `constants`, `display-names`) written out. */
export function listSettings(entry: OverlayEntry): readonly Setting[] {
  const {
    hide = [],
    constants = {},
    'display-names': names = {},
    inputs = {},
    providers = {},
    ...own
  } = entry.settings
  const about = (input: string | undefined, key: Setting['key'], value: unknown, path: Setting['path']) => ({
    input,
    key,
    value,
    entry,
    path,
  })
  return [
    ...Object.entries(own).map(([key, value]) => about(undefined, key as keyof typeof own, value, [key])),
    ...Object.entries(providers).map(([name, configuration]) =>
      about(undefined, 'providers', { [name]: configuration }, ['providers', name]),
    ),
    ...hide.map((name, index) => about(name, 'hide', true, ['hide', index])),
    ...Object.entries(names).map(([name, value]) =>
      about(name, 'display-name', value, ['display-names', name]),
    ),
    ...Object.entries(constants).flatMap(([name, value]) => [
      about(name, 'hide', true, ['constants', name]),
      about(name, 'constant', value, ['constants', name]),
    ]),
    ...Object.entries(inputs).flatMap(([name, input]) =>
      listInputKeys(input).map(([key, value]) => about(name, key, value, ['inputs', name, key])),
    ),
  ]
}

/** A constant hides its input unless the same entry says that it does not. */
function listInputKeys(input: OverlayInput): readonly (readonly [keyof OverlayInput, unknown])[] {
  const given = Object.entries(input) as [keyof OverlayInput, unknown][]
  return input.constant === undefined || input.hide !== undefined ? given : [['hide', true], ...given]
}

function toInputSettings(settings: ReadonlyMap<string, Setting>): InputSettings {
  const values = Object.fromEntries([...settings].map(([key, { value }]) => [key, value])) as OverlayInput
  return { values, settings }
}

/** Where a setting stands in its file. */
export function placeOf({ entry, path }: Setting) {
  return entry.locate(path)
}
