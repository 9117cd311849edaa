import type { LogLine } from '../model/log-line.ts'

/** How much of a run's log is kept. */
export interface LogLimits {
  /** Characters of one line; longer ones are cut. */
  readonly line: number
  /** Characters of all lines together; what follows is dropped. */
  readonly run: number
}

export const defaultLogLimits: LogLimits = { line: 4_000, run: 5_000_000 }

const cutNote = 'The log is too long; what follows is not stored.'

/** Collects lines until they are stored, masks secrets and keeps to the limits. */
export class RunLog {
  readonly #limits: LogLimits
  readonly #mask: (text: string) => string
  #lines: LogLine[] = []
  #size: number

  /** `size`: characters that are stored already. */
  constructor(size: number, mask: (text: string) => string, limits: LogLimits = defaultLogLimits) {
    this.#size = size
    this.#mask = mask
    this.#limits = limits
  }

  add({ text, ...place }: LogLine): void {
    if (this.#size >= this.#limits.run) return
    const masked = this.#mask(text).replaceAll(/[\r\n]+/g, ' ')
    const shown = masked.length > this.#limits.line ? `${masked.slice(0, this.#limits.line)}…` : masked
    this.#size += shown.length + 1
    this.#lines.push({ ...place, text: shown })
    if (this.#size >= this.#limits.run) this.#lines.push({ at: place.at, text: cutNote })
  }

  /** The lines since the last call. */
  take(): readonly LogLine[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }
}
