import { createInterface } from 'node:readline'
import { CancelledError, InputError } from '@groundplan/errors'
import type { SecretInput } from '../../terminal/read-secret.ts'

export interface Question {
  readonly text: string
  /** True if the answer was given on the command line. */
  readonly yes?: boolean | undefined
  /** What to add to the command where nobody can be asked. */
  readonly hint: string
}

/** Returns once somebody at the terminal agrees. Throws CancelledError if they do not, and InputError where nobody can be asked. */
export async function askYes(
  { text, yes = false, hint }: Question,
  { stdin, stderr }: SecretInput = process,
): Promise<void> {
  if (yes) return
  if (stdin.isTTY !== true) throw new InputError('This has to be confirmed.', { hint })
  const editor = createInterface({ input: stdin, output: stderr })
  const answer = await new Promise<string>((resolve) => {
    editor.question(`${text} [y/N] `, resolve)
    editor.once('close', () => resolve(''))
  }).finally(() => editor.close())
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CancelledError('Nothing was done.')
}
