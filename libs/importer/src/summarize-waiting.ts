import type { ModuleOutcome, WaitingModules } from './import-report.ts'

/** How many modules wait for what, most modules first. */
export function summarizeWaiting(modules: readonly ModuleOutcome[]): readonly WaitingModules[] {
  const waiting = modules.filter(({ outcome }) => outcome === 'waiting')
  const byReason = Map.groupBy(waiting, ({ reason = '' }) => reason)
  return [...byReason]
    .map(([reason, those]) => ({
      reason,
      modules: those.length,
      repositories: new Set(those.map(({ repository }) => repository)).size,
    }))
    .toSorted((left, right) => right.modules - left.modules)
}

/** The same as a sentence without its period, e.g. `120 modules in 60 repositories wait: at most 10 pull requests can be open`. */
export function describeWaiting({ reason, modules, repositories }: WaitingModules): string {
  const places = repositories === 1 ? '' : ` in ${repositories} repositories`
  const subject = modules === 1 ? '1 module waits' : `${modules} modules${places} wait`
  return reason === '' ? subject : `${subject}: ${reason}`
}
