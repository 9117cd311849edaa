import { codeAt, codes, createCursor, take } from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { readConstant } from './read-constant.ts'
import { scanExpression, skipNewlines } from './scan-expression.ts'

export interface ObjectItem {
  readonly key: string
  readonly expression: string
}

/** The items of an object expression, without those with computed keys; `undefined` if it is not an object. */
export function splitObject(expression: string): readonly ObjectItem[] | undefined {
  const cursor = createCursor(`${expression}\n`)
  const items: ObjectItem[] = []
  try {
    take(cursor, 0)
    if (codeAt(cursor) !== codes.openBrace) return undefined
    take(cursor, 1)
    skipNewlines(cursor)
    while (codeAt(cursor) !== codes.closeBrace) {
      const key = takeExpression()
      take(cursor, 1)
      const value = takeExpression()
      const name = /^["(]/.test(key) ? readConstant(key, 0, key.length) : key
      if (typeof name === 'string') items.push({ key: name, expression: value })
      if (codeAt(cursor) === codes.comma) take(cursor, 1)
      skipNewlines(cursor)
    }
    return items
  } catch (error) {
    if (error instanceof FileSyntaxError) return undefined
    throw error
  }

  function takeExpression(): string {
    const { index } = cursor
    scanExpression(cursor)
    return expression.slice(index, cursor.lastEnd)
  }
}
