import type { ProposedModules } from './propose-modules.ts'

/** An import that stopped while it carried out its plan, with what it had done by then. The reason is its cause. */
export class StoppedEarly extends Error {
  readonly done: ProposedModules

  constructor(done: ProposedModules, cause: unknown) {
    super('The import stopped early.', { cause })
    this.name = 'StoppedEarly'
    this.done = done
  }
}
