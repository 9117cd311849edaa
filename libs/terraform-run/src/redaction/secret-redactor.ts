import { listSecretForms, shortestSecret } from './secret-forms.ts'
import { TextAutomaton } from './text-automaton.ts'

/** Stands where a secret was. */
export const redactedMark = '***'

/** Values that say nothing, whatever they are called. */
const common: ReadonlySet<string> = new Set(['true', 'false', 'null', 'none', 'default'])

/** Masks secrets in texts, in every form in which programs print them: see `listSecretForms`. Secrets under four characters stay. */
export class SecretRedactor {
  readonly #automaton: TextAutomaton

  constructor(secrets: Iterable<string>) {
    const worthwhile = [...new Set(secrets)].filter(
      (secret) => secret.trim().length >= shortestSecret && !common.has(secret.trim().toLowerCase()),
    )
    this.#automaton = new TextAutomaton(worthwhile.flatMap(listSecretForms))
  }

  /** Masks a text that is there as a whole. */
  redact(text: string): string {
    const stream = this.stream()
    return stream.write(text) + stream.end()
  }

  /** Masks a text that comes in parts, however it is cut. */
  stream(): RedactionStream {
    return new RedactionStream(this.#automaton)
  }
}

/** Holds back what may be the beginning of a secret until more has come. */
export class RedactionStream {
  readonly #automaton: TextAutomaton
  #held = ''
  /** How much of what is held back is masked already: it is part of a secret that may overlap with another one. */
  #masked = 0
  /** True if the last thing that was printed is the mark. */
  #isMasking = false

  constructor(automaton: TextAutomaton) {
    this.#automaton = automaton
  }

  write(part: string): string {
    return this.#take(this.#held + part, false)
  }

  /** Whatever is held back. */
  end(): string {
    return this.#take(this.#held, true)
  }

  #take(text: string, isLast: boolean): string {
    const { matches, openFrom } = this.#automaton.find(text)
    const end = isLast ? text.length : openFrom
    let printed = ''
    let at = this.#masked
    for (const { from, to } of matches.toSorted(
      (left, right) => left.from - right.from || right.to - left.to,
    )) {
      if (from >= end && !isLast) break
      if (to <= at) continue
      if (from > at) {
        printed += text.slice(at, from)
        this.#isMasking = false
      }
      if (!this.#isMasking) printed += redactedMark
      this.#isMasking = true
      at = to
    }
    if (end > at) {
      printed += text.slice(at, end)
      this.#isMasking = false
    }
    this.#held = text.slice(end)
    this.#masked = Math.max(0, at - end)
    return printed
  }
}
