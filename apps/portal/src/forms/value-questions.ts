import type { ValueFindings } from './to-value-errors.ts'

/** Asks the modules behind a form about its values. */
export type ValueQuestion = (signal: AbortSignal) => Promise<ValueFindings>

export const noFindings: ValueFindings = { problems: [], unchecked: [] }

/** How long people stop typing before the modules are asked, in milliseconds. */
const pause = 500

/** After how long a question is asked again if nobody answered, in milliseconds. It doubles each time, up to the longest. */
const shortestRetry = 5000
const longestRetry = 60_000

/** The questions about the values of one form, of which only the latest counts. */
export class ValueQuestions {
  readonly #onFindings: (findings: ValueFindings) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: AbortController | undefined

  constructor(onFindings: (findings: ValueFindings) => void) {
    this.#onFindings = onFindings
  }

  /** Asks once people pause. */
  askSoon(question: ValueQuestion): void {
    this.stop()
    this.#timer = setTimeout(() => void this.ask(question), pause)
  }

  /** Asks now, and again later if nobody answers; then there are no findings. `undefined` if something else was asked since. */
  async ask(question: ValueQuestion, retry = shortestRetry): Promise<ValueFindings | undefined> {
    this.stop()
    const { signal } = (this.#asking = new AbortController())
    const found = await question(signal).catch(() => undefined)
    if (signal.aborted) return undefined
    if (found === undefined) {
      const next = Math.min(2 * retry, longestRetry)
      this.#timer = setTimeout(() => void this.ask(question, next), retry)
    }
    const findings = found ?? noFindings
    this.#onFindings(findings)
    return findings
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#asking?.abort()
  }
}
