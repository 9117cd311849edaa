import type { ProblemStore } from './problem-store.ts'
import { keyOfStep, type SideStep, type SideStepProblem } from './side-step.ts'

/** Keeps problems as long as the process runs. */
export class InMemoryProblemStore implements ProblemStore {
  readonly #problems = new Map<string, SideStepProblem>()

  async list(): Promise<readonly SideStepProblem[]> {
    return [...this.#problems.values()].toSorted(
      (left, right) => left.since.getTime() - right.since.getTime(),
    )
  }

  async save(problem: SideStepProblem): Promise<void> {
    this.#problems.set(keyOfStep(problem), problem)
  }

  async remove(step: SideStep): Promise<void> {
    this.#problems.delete(keyOfStep(step))
  }
}
