import { InputError } from '@groundplan/errors'
import type { ScmFeatures } from '@groundplan/scm'

/** Throws InputError if the host would reject or truncate the text. */
export function requireBodyLength(body: string, { maximumBodyLength }: ScmFeatures): void {
  if (body.length <= maximumBodyLength) return
  throw new InputError(`The text has ${body.length} characters; the host's limit is ${maximumBodyLength}.`)
}
