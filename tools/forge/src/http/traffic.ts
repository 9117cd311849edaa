import type { Fault, FaultTarget, ForgeFaults, RateLimits } from './fault.ts'
import type { RateCounter } from './rate-counter.ts'

/** Counts all requests and selects their faults. */
export class Traffic implements ForgeFaults {
  readonly #rates: RateCounter[] = []
  #decide: ((request: FaultTarget) => Fault | undefined) | undefined
  #requests = 0
  #api = 0
  #git = 0

  get operations(): { readonly api: number; readonly git: number } {
    return { api: this.#api, git: this.#git }
  }

  reset(): void {
    this.#api = 0
    this.#git = 0
  }

  addRates(rates: RateCounter): void {
    this.#rates.push(rates)
  }

  inject(decide: ((request: FaultTarget) => Fault | undefined) | undefined): void {
    this.#decide = decide
  }

  limit(limits: RateLimits | undefined): void {
    for (const rates of this.#rates) rates.limit(limits)
  }

  count(request: Omit<FaultTarget, 'index'>): Fault | undefined {
    const index = this.#requests
    this.#requests += 1
    if (request.kind === 'api') this.#api += 1
    return this.#decide?.({ ...request, index })
  }

  countGit(): void {
    this.#git += 1
  }
}
