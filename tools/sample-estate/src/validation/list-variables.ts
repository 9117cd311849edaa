import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface DeclaredVariable {
  readonly name: string
  readonly required: boolean
}

/** The variables of a module in formatted `.tf` files. Good enough for the sample estate, not for what strangers wrote. */
export async function listVariables(directory: string): Promise<readonly DeclaredVariable[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.tf')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
  return texts.flatMap((text) => {
    const blocks = text.replaceAll('\r\n', '\n').matchAll(/^variable "(\w+)" \{\n(.*?)^\}/gms)
    return [...blocks].map(([, name = '', body = '']) => ({ name, required: !/^ {2}default\s/m.test(body) }))
  })
}
