import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'
import { readSecret } from './read-secret.ts'

const temporaryDirectory = useTemporaryDirectories()

/** Types at a terminal, and collects what is shown there. */
function atTerminal(...keys: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  const stderr = new PassThrough()
  const shown: string[] = []
  stderr.on('data', (chunk: Buffer) => shown.push(chunk.toString()))
  const reading = readSecret({ question: 'Value of github-token' }, { stdin, stderr })
  reading.catch(() => {})
  setImmediate(() => keys.forEach((key) => stdin.write(key)))
  return { reading, shown }
}

it('a person at a terminal is asked, and what is typed is not shown', async () => {
  const { reading, shown } = atTerminal('CANAX', '\x7f', 'RY', '\r')
  expect(await reading).toBe('CANARY')
  expect(shown.join('')).toBe('Value of github-token: \n')
})

it('Ctrl-C and Ctrl-D end the question without a value', async () => {
  await expect(atTerminal('CANARY', '\x03').reading).rejects.toMatchObject({ code: 'cancelled' })
  await expect(atTerminal('\x04').reading).rejects.toMatchObject({ code: 'input-invalid' })
})

it('otherwise all of standard input or a file is the value, without a newline at its end', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: undefined })
  stdin.end('two\nlines\r\n')
  const stderr = new PassThrough()
  expect(await readSecret({ question: '' }, { stdin, stderr })).toBe('two\nlines')
  const file = join(await temporaryDirectory(), 'key.pem')
  await writeFile(file, 'key\n')
  expect(await readSecret({ question: '', file }, { stdin, stderr })).toBe('key')
  await expect(readSecret({ question: '', file: `${file}.none` }, { stdin, stderr })).rejects.toThrow(
    'Cannot read',
  )
  expect(stderr.read()).toBeNull()
})
