import type { AppliedEntry } from '@groundplan/blueprint-generator'
import { printPosition } from '@groundplan/errors'
import type { Terminal } from './terminal/terminal.ts'

interface TouchedModule {
  readonly path: string
  readonly entries: readonly AppliedEntry[]
}

/** A row for each module and each overlay entry that applies to it. */
export function printAppliedEntries(modules: readonly TouchedModule[], terminal: Terminal): string {
  const rows = modules.flatMap(({ path, entries }) =>
    entries.map(({ entry, settings, file, line }) => [
      path,
      entry,
      printPosition({ file, line }),
      settings.join(', '),
    ]),
  )
  return terminal.table(['Module', 'Entry', 'Overlay', 'Settings'], rows)
}
