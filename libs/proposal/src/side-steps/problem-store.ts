import type { SideStep, SideStepProblem } from './side-step.ts'

/** Port: keeps the side steps that were not done. */
export interface ProblemStore {
  /** The oldest first. */
  list(): Promise<readonly SideStepProblem[]>
  /** Keeps it in place of what was known of the same step. */
  save(problem: SideStepProblem): Promise<void>
  /** Forgets that the step was not done; does nothing if nobody knows of it. */
  remove(step: SideStep): Promise<void>
}
