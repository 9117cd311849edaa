/** A part of a text in Markdown, separated from the others by empty lines. */
export interface Section {
  readonly text: string
  /** What stands there if there is no room for the text; empty to leave it out. The text itself if absent. */
  readonly short?: string | undefined
}

/** Said where something had to be left out. */
export const shortenedNote = '*This description was shortened. See the changed files for the rest.*'

/**
 * Joins sections to a text of at most `limit` characters. What can be shortened is, from the end; only if that is not enough the text is
 * cut, after a whole paragraph or line.
 */
export function fitSections(sections: readonly Section[], limit: number): string {
  const texts = sections.map(({ text }) => text)
  const whole = join(texts)
  if (whole.length <= limit) return whole
  const room = limit - shortenedNote.length - 2
  for (const [index, { short }] of [...sections.entries()].toReversed()) {
    if (short === undefined) continue
    texts[index] = short
    const text = join(texts)
    if (text.length <= room) return `${text}\n\n${shortenedNote}`
  }
  return `${cutAtParagraph(join(texts), room)}\n\n${shortenedNote}`
}

function join(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n\n')
}

const fence = '\n```'

function cutAtParagraph(text: string, length: number): string {
  const start = text.slice(0, Math.max(0, length - fence.length))
  const paragraph = start.lastIndexOf('\n\n')
  // A long list or table is one paragraph.
  const end = paragraph > start.length / 2 ? paragraph : start.lastIndexOf('\n')
  const cut = start.slice(0, Math.max(0, end)).trimEnd()
  // A code block that was cut open would swallow the rest.
  return (cut.match(/^```/gm) ?? []).length % 2 === 0 ? cut : `${cut}${fence}`
}
