import { shorten } from './shorten.ts'

const longestTitle = 200
const longestText = 10_000

/** A message as a title and, if it does not fit there, its whole text. */
export function splitMessage(message: string): { readonly title: string; readonly text?: string } {
  const trimmed = message.trim()
  const [first = ''] = trimmed.split('\n')
  if (first === trimmed && trimmed.length <= longestTitle) return { title: trimmed }
  return { title: shorten(first.trimEnd(), longestTitle), text: shorten(trimmed, longestText) }
}
