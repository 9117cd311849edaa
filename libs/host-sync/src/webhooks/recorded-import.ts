import type { Import, ImportReport } from '@groundplan/importer'
import type { RegisterDependencies } from './register-webhooks-job.ts'

/** For tests: the store of a single import, which has finished. */
export class RecordedImport {
  #report: ImportReport
  readonly #number: number

  constructor(number: number, report: ImportReport) {
    this.#number = number
    this.#report = report
  }

  get report(): ImportReport {
    return this.#report
  }

  readonly imports: RegisterDependencies['imports'] = {
    setProblems: async (_, kind, added) => {
      const others = (this.#report.problems ?? []).filter((each) => each.kind !== kind)
      this.#report = { ...this.#report, problems: [...others, ...added] }
    },
    find: async () => this.#find(),
    findLatestWhole: async () => this.#find(),
  }

  #find(): Import & { readonly state: { readonly status: 'finished' } } {
    const at = new Date(0)
    const state = { status: 'finished', at, report: this.#report } as const
    return { number: this.#number, request: { repositories: [], configured: true }, startedAt: at, state }
  }
}
