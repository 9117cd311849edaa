import { InputError } from '@groundplan/errors'
import type { PullRequestFeatures } from '@groundplan/scm'

/** Throws InputError if the host would reject or truncate the text. */
export function requireBodyLength(body: string, { maximumBodyLength }: PullRequestFeatures): void {
  if (body.length <= maximumBodyLength) return
  throw new InputError(`The text has ${body.length} characters; the host's limit is ${maximumBodyLength}.`)
}
