/** A piece of HCL text; `[start, end)` are indices into it. */
export interface HclToken {
  /**
   * `open` and `close` are brackets, quotes, heredoc markers and the ends of templates (`${`, `%{`, `}`);
   * `text` is a literal piece inside quotes or a heredoc; `invalid` is a character that has no use where it stands.
   */
  readonly kind:
    'word' | 'number' | 'operator' | 'open' | 'close' | 'text' | 'newline' | 'comment' | 'invalid'
  readonly start: number
  readonly end: number
  /** How many brackets, strings, heredocs and templates are open around the token; an opening itself does not count. */
  readonly depth: number
}

type Frame =
  | { readonly kind: '{' | '[' | '(' | '"' | 'template' }
  | { readonly kind: 'heredoc'; readonly delimiter: string }

const blank = /[ \t]+/y
const newline = /\r?\n/y
const lineComment = /(?:#|\/\/)[^\n]*/y
const word = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const heredoc = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy
const operator = /[-+*/%=!<>&|?:.,~]/y
const quotedText = /[^\\"$%\n]+|\\[^\r\n]|\$\$\{|%%\{/y
const heredocText = /[^$%\n]+|\$\$\{|%%\{/y
const templateStart = /[$%]\{/y

/**
 * Splits HCL text into tokens as HashiCorp's scanner does, without judging their order: it never fails, whatever the text.
 * White space inside lines is left out. Nesting costs no stack.
 * Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/scan_tokens.rl
 */
export function* lexHcl(text: string, start = 0): Generator<HclToken, void> {
  const frames: Frame[] = []
  const lastCommentEnd = text.lastIndexOf('*/')
  let index = start
  let atLineStart = false

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index
    return pattern.exec(text)
  }
  const take = (kind: HclToken['kind'], length: number): HclToken => {
    const start = index
    index += length
    return { kind, start, end: index, depth: frames.length }
  }
  const open = (frame: Frame, length: number): HclToken => {
    const token = take('open', length)
    frames.push(frame)
    return token
  }
  const close = (length: number): HclToken => {
    frames.pop()
    return take('close', length)
  }

  const lexLiteral = (frame: Frame): HclToken => {
    if (frame.kind === 'heredoc' && atLineStart) {
      const length = lineLength(text, index)
      if (text.slice(index, index + length).trim() === frame.delimiter) return close(length)
    }
    atLineStart = text.charAt(index) === '\n'
    if (frame.kind === '"' && text.charAt(index) === '"') return close(1)
    const literal = match(frame.kind === '"' ? quotedText : heredocText)
    if (literal !== null) return take('text', literal[0].length)
    return match(templateStart) === null ? take('text', 1) : open({ kind: 'template' }, 2)
  }

  const lexCode = (): HclToken => {
    const character = text.charAt(index)
    const line = match(newline)
    if (line !== null) return take('newline', line[0].length)
    const remark = match(lineComment)
    if (remark !== null) return take('comment', remark[0].length)
    if (text.startsWith('/*', index) && index + 2 <= lastCommentEnd)
      return take('comment', text.indexOf('*/', index + 2) + 2 - index)
    const name = match(word)
    if (name !== null) return take('word', name[0].length)
    const digits = match(number)
    if (digits !== null) return take('number', digits[0].length)
    if (character === '{' || character === '[' || character === '(' || character === '"')
      return open({ kind: character }, 1)
    if (character === '}' || character === ']' || character === ')') return lexClosing(character)
    const marker = match(heredoc)
    if (marker !== null) {
      atLineStart = true
      return open({ kind: 'heredoc', delimiter: marker[1] ?? '' }, marker[0].length)
    }
    return match(operator) === null ? take('invalid', characterLength(text, index)) : take('operator', 1)
  }

  const lexClosing = (character: '}' | ']' | ')'): HclToken => {
    atLineStart = false
    // A brace closes unclosed brackets inside it; a stray bracket is ignored.
    if (character === '}') {
      const opening = frames.findLastIndex(({ kind }) => kind === '{' || kind === 'template')
      if (opening === -1) return take('invalid', 1)
      frames.length = opening + 1
      return close(1)
    }
    const expected = character === ']' ? '[' : '('
    return frames.at(-1)?.kind === expected ? close(1) : take('invalid', 1)
  }

  while (index < text.length) {
    const frame = frames.at(-1)
    if (frame?.kind === '"' || frame?.kind === 'heredoc') {
      yield lexLiteral(frame)
      continue
    }
    index += match(blank)?.[0].length ?? 0
    if (index < text.length) yield lexCode()
  }
}

function lineLength(text: string, index: number): number {
  const end = text.indexOf('\n', index)
  return (end === -1 ? text.length : end) - index
}

function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
}
