import type { StepName } from './run.ts'

/** One line of a run's log. */
export interface LogLine {
  readonly at: Date
  /** Absent for what is about the run as a whole. */
  readonly grain?: string | undefined
  readonly step?: StepName | undefined
  /** Without secrets and line breaks. */
  readonly text: string
}

/** A stored line: `position` counts up within the run, with gaps. */
export interface StoredLogLine extends LogLine {
  readonly position: number
}
