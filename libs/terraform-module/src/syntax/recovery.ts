import { lexHcl } from './lex-hcl.ts'

const topBlock = /(?:variable|output|resource|data|module|provider)[ \t]+"|(?:locals|terraform)[ \t]*\{/y
const topBlockLine = new RegExp(`^(?:${topBlock.source})`, 'gm')

/** True if a block of a configuration's top level begins here, at the start of a line. */
export function isTopBlock(text: string, index: number): boolean {
  topBlock.lastIndex = index
  return (index === 0 || text.charAt(index - 1) === '\n') && topBlock.test(text)
}

/** Finds where parsing can resume after invalid HCL. */
export class Recovery {
  readonly #text: string
  /** The first block of the top level at or after `from`; looked for again only when it has been passed. */
  #nextTopBlock = { from: -1, index: -1 }

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Where to go on after an item of a body that begins at `start` and was read up to `reached`: behind the first line end from
   * there on at which nothing that the item has opened is open any more; but no later than the next block of the top level.
   */
  findItemEnd(start: number, reached: number): number {
    const next = this.#findTopBlock(Math.max(reached, start + 1))
    for (const token of lexHcl(this.#text, start)) {
      if (token.start >= next) break
      const endsLine = token.depth === 0 && this.#text.charAt(token.end - 1) === '\n'
      if (endsLine && token.start >= reached) return token.end
    }
    return next
  }

  #findTopBlock(from: number): number {
    const known = this.#nextTopBlock
    if (from >= known.from && from <= known.index) return known.index
    topBlockLine.lastIndex = from
    const index = topBlockLine.exec(this.#text)?.index ?? this.#text.length
    this.#nextTopBlock = { from, index }
    return index
  }
}
