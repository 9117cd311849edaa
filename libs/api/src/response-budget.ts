import { TRPCError } from '@trpc/server'

/** Limits what the calls of one batch may answer together. */
export class ResponseBudget {
  readonly #limit: number
  #spent = 0

  /** `limit` is in characters of JSON. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Counts one call's answer. Throws TRPCError if the batch has then exceeded its limit. */
  spend(answer: unknown): void {
    if (this.#spent <= this.#limit) this.#spent += JSON.stringify(answer)?.length ?? 0
    if (this.#spent <= this.#limit) return
    throw new TRPCError({
      code: 'PAYLOAD_TOO_LARGE',
      message: `The responses to this batch exceed ${this.#limit} characters. Send fewer calls per request.`,
    })
  }
}
