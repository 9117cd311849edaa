import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CancelledError, InputError } from '@groundplan/errors'

export interface SecretInput {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  /** Where the question goes. */
  readonly stderr: Writable
}

export interface SecretSource {
  /** Path of a file with the value, instead of standard input. */
  readonly file?: string | undefined
  /** What a person at a terminal is asked for. */
  readonly question: string
}

/**
 * Reads a secret from a file or from standard input, without a newline at its end; asks a person at a terminal for one line, which is not
 * shown. Throws InputError, and CancelledError after Ctrl-C.
 */
export async function readSecret(
  { file, question }: SecretSource,
  { stdin, stderr }: SecretInput = process,
): Promise<string> {
  const value =
    file !== undefined
      ? await readValueFile(file)
      : stdin.isTTY === true
        ? await ask(question, { stdin, stderr })
        : await text(stdin)
  return value.replace(/\r?\n$/, '')
}

function readValueFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InputError(`Cannot read ${file}.`, { hint: 'Name a file with the value.', cause })
  })
}

/** The line editor echoes into nowhere; the question goes past it. */
function ask(question: string, { stdin, stderr }: SecretInput): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  stderr.write(`${question}: `)
  const editor = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 })
  return new Promise<string>((resolve, reject) => {
    editor.once('line', resolve)
    editor.once('SIGINT', () => reject(new CancelledError()))
    editor.once('close', () =>
      reject(new InputError('There is no value.', { hint: 'Type or pipe it, or use a file.' })),
    )
  }).finally(() => {
    editor.close()
    stderr.write('\n')
  })
}
