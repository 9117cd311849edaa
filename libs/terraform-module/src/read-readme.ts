import type { Readme } from './module.ts'
import { baseName, decodeLeniently, type SourceFile } from './source-file.ts'

/** Maximum length of a README that is read, in characters: the beginning describes the module. */
const readLength = 20_000

/** True for a file that is read as the README of its directory. */
export function isReadme(path: string): boolean {
  return /^readme\.md$/i.test(baseName(path))
}

/** Finds the directory's README and reads its title and first paragraph; generated tables and badges are passed over. */
export function readReadme(files: readonly SourceFile[]): Readme {
  const file = files.find(({ path }) => isReadme(path))
  const text = file && decodeLeniently(file.bytes).text
  if (text === undefined) return { title: undefined, summary: undefined }
  const lines = text
    .slice(0, readLength)
    .replace(/<!--[\s\S]*?-->/g, '')
    .split(/\r?\n/)
  const heading = findHeading(lines)
  const title = heading === -1 ? undefined : plainText(lines[heading]?.replace(/^#\s+/, '') ?? '')
  return { title: title === '' ? undefined : title, summary: firstParagraph(lines.slice(heading + 1)) }
}

/** The line of the first heading, -1 if there is none. In code, the same line is a comment. */
function findHeading(lines: readonly string[]): number {
  let fence: string | undefined
  return lines.findIndex((line) => {
    const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (marks === undefined) return fence === undefined && /^#\s+\S/.test(line)
    if (fence === undefined) fence = marks
    else if (marks.startsWith(fence)) fence = undefined
    return false
  })
}

/** The first paragraph before the next heading that describes the module. */
function firstParagraph(lines: readonly string[]): string | undefined {
  let paragraph: string[] = []
  for (const line of [...lines, '']) {
    const isProse = plainText(line) !== '' && !/^\s*(?:#|\||```|~~~|[-*+]\s|\d+\.\s|<|!?\[!?\[|>)/.test(line)
    if (isProse) {
      paragraph.push(line.trim())
      continue
    }
    const text = plainText(paragraph.join(' '))
    if (text !== '' && !isLeadIn(text)) return text
    if (/^#|^```/.test(line)) return undefined
    paragraph = []
  }
  return undefined
}

/** Introduces a list, so it is not a description: "This module creates the following resources." */
function isLeadIn(text: string): boolean {
  const [, last = text] = /(?:^|[.!?]\s+)([^.!?]*[.!?:]?)$/.exec(text) ?? []
  if (last !== text) return false
  return /:$|\b(?:as follows|(?:the )?following(?: \w+){0,3}|(?:listed|shown|described)? ?below)\s*\.?$/i.test(
    text,
  )
}

function plainText(markdown: string): string {
  return markdown
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
