import { isUtf8 } from 'node:buffer'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RuleId } from '@groundplan/blueprint'
import { InputError, NotFoundError, type Diagnostic } from '@groundplan/errors'

/** The file, or the YAML files in and below the folder, in path order. Hidden folders are left out. Throws NotFoundError. */
export async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new NotFoundError(`File or folder not found: ${path}.`)
  return found.isDirectory() ? listBelow(path) : [path]
}

/** Throws NotFoundError if it does not exist, InputError if it is a file. */
export async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new NotFoundError(`File or folder not found: ${path}.`)
  if (!found.isDirectory())
    throw new InputError(`${path} is a file.`, { hint: `Specify its folder: ${dirname(path)}` })
}

/** Links to folders are not followed: they may lead back. */
async function listBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const shown = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
  const listed = await Promise.all(
    shown.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return listBelow(path)
      return entry.isFile() && /\.ya?ml$/.test(entry.name) ? [path] : []
    }),
  )
  return listed.flat().toSorted()
}

/** A file's text. Throws InputError, also where it is not UTF-8: it would come back as other bytes. */
export async function readText(file: string): Promise<string> {
  const { text, problem } = await readAnyText(file)
  if (problem === undefined) return text
  throw new InputError(`The file ${file} is not UTF-8 text.`, {
    hint: `Save it as UTF-8; see line ${problem.line}.`,
  })
}

/** A text that may be damaged. */
export interface AnyText {
  readonly text: string
  /** Present if the file is not UTF-8. The text then has replacement characters and must not be written back. */
  readonly problem?: Diagnostic & { readonly line: number }
}

/** A file's text, with a finding where it is not UTF-8. Throws InputError if it cannot be read. */
export async function readAnyText(file: string): Promise<AnyText> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw toReadError(file, cause)
  })
  const text = bytes.toString('utf8')
  if (isUtf8(bytes)) return { text }
  const rule = 'encoding' satisfies RuleId
  const [message, hint] = ['The file is not UTF-8 text.', 'Save it as UTF-8.']
  return { text, problem: { severity: 'error', rule, file, line: findBadLine(bytes), message, hint } }
}

function toReadError(file: string, cause: unknown): InputError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return new InputError(`File or folder not found: ${file}.`, { cause })
  if (code === 'EISDIR')
    return new InputError(`${file} is a folder.`, { hint: 'Specify a file in it.', cause })
  return new InputError(`The file ${file} cannot be read.`, { hint: 'Check its permissions.', cause })
}

/** The first line that is not UTF-8: no character of several bytes has a line break in it. */
function findBadLine(bytes: Buffer): number {
  let line = 1
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf('\n', start)
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line
    start = end + 1
  }
  return line
}
