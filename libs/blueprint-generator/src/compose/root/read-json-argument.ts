import { parseExpression, type ConfigurationArgument } from '@groundplan/terraform-module'
import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import { evaluateRootExpression, type RootScope } from './evaluate-root-expression.ts'
import { constant, listOf, NotCarried, type RootValue } from './root-value.ts'

/** An argument in Terraform's JSON syntax: each text in it is a template. Throws NotCarried. */
export function readJsonArgument(
  { constant: value = null }: ConfigurationArgument,
  scope: RootScope,
): RootValue {
  return readJson(value, scope)
}

function readJson(value: Json, scope: RootScope): RootValue {
  if (isJsonList(value)) return listOf(value.map((item) => readJson(item, scope)))
  if (isJsonObject(value))
    return {
      kind: 'object',
      entries: new Map(Object.entries(value).map(([key, item]) => [key, readJson(item, scope)])),
    }
  return typeof value === 'string' && /[$%]\{/.test(value) ? readTemplate(value, scope) : constant(value)
}

function readTemplate(text: string, scope: RootScope): RootValue {
  const expression = parseExpression(`"${quoteOutside(text)}"`)
  if (expression === undefined) throw new NotCarried('only Terraform can evaluate it')
  return evaluateRootExpression(expression, scope)
}

/** Escapes the text between interpolations as native syntax needs it. */
function quoteOutside(text: string): string {
  let depth = 0
  let isText = false
  let result = ''
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    const isStart = depth === 0 && character === '{' && /(?<!\$)\$$|(?<!%)%$/.test(text.slice(0, index))
    if (depth > 0 && character === '"') isText = !isText
    if (isStart || (depth > 0 && !isText && character === '{')) depth += 1
    else if (depth > 0 && !isText && character === '}') depth -= 1
    result += depth === 0 ? (escapes[character] ?? character) : character
  }
  return result
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}
