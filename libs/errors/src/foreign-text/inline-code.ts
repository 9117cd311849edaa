import { markdownCode } from './inert-markdown.ts'

/** Longest text that is quoted, in characters. */
const longest = 300

/** A name, address or message of others as inline code in Markdown, on one line. */
export function inlineCode(text: string): string {
  return markdownCode(text.replaceAll(/\s+/g, ' '), longest)
}
