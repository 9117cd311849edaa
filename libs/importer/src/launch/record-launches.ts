import { assessLaunch } from '@groundplan/terraform-module'
import type { ReadRepositoryResult } from '../scan/read-repository-result.ts'
import type { LaunchRecord, LaunchStore, RecordedReason } from './launch-store.ts'

/** Most reasons that are kept of a module; the most severe are. */
const maximumReasons = 20

/** Most characters of a reason: names in it come from the module. */
const maximumLength = 500

/** Keeps whether the modules that were read can be launched. */
export async function recordLaunches(
  read: readonly ReadRepositoryResult[],
  launches: Pick<LaunchStore, 'save'>,
): Promise<void> {
  for (const { modules } of read) {
    const records = modules.flatMap(({ directory: { path }, module, commit }): readonly LaunchRecord[] => {
      if (module === undefined) return []
      const { verdict, reasons } = assessLaunch(module)
      const kept = reasons.slice(0, maximumReasons).map(({ effect, message }): RecordedReason => ({
        ...{ effect, message: shorten(message) },
      }))
      return [{ path, commit, verdict, reasons: kept }]
    })
    if (records.length > 0) await launches.save(records)
  }
}

function shorten(text: string): string {
  return text.length <= maximumLength ? text : `${text.slice(0, maximumLength - 1)}…`
}
