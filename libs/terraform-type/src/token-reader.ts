import { TypeSyntaxError, type Token } from './tokenize.ts'

/** Walks over tokens once, from left to right. */
export interface TokenReader {
  /** The next token, without taking it. */
  peek(): Token
  /** Takes the next token. */
  next(): Token
  /** Takes the next token if it is this punctuation. */
  accept(punctuation: string): boolean
  /** Takes the next token, which must be this punctuation. */
  expect(punctuation: string, where: string): void
}

export function createTokenReader(tokens: readonly Token[]): TokenReader {
  const end = tokens[tokens.length - 1] ?? { kind: 'end', text: '', offset: 0 }
  let index = 0
  const peek = () => tokens[index] ?? end
  const next = () => {
    const token = peek()
    index += 1
    return token
  }
  const accept = (punctuation: string) => {
    const token = peek()
    if (token.kind !== 'punctuation' || token.text !== punctuation) return false
    index += 1
    return true
  }
  const expect = (punctuation: string, where: string) => {
    if (accept(punctuation)) return
    throw new TypeSyntaxError(`expected "${punctuation}" ${where}, found ${nameToken(peek())}`, peek().offset)
  }
  return { peek, next, accept, expect }
}

/** A token's name in messages. */
export function nameToken(token: Token): string {
  return token.kind === 'end' ? 'the end' : `"${token.text}"`
}
