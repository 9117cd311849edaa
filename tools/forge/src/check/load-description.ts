import { readFile } from 'node:fs/promises'
import { Description } from './description.ts'
import type { Document } from './description-source.ts'

/**
 * Descriptions by file, kept for as long as the process lives: they do not change, and reading and compiling one takes longer
 * than a test.
 */
const loaded = new Map<string, Promise<Description>>()

/** Reads a vendor's description. */
export function loadDescription(
  file: string,
  amend: (document: Document) => Document = (document) => document,
): Promise<Description> {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const loading = readFile(file, 'utf8').then((text) => new Description(amend(JSON.parse(text))))
  loaded.set(file, loading)
  return loading
}
