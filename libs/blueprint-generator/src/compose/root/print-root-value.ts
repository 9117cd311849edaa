import type { Json } from '@groundplan/terraform-type'
import { isJsonList, isJsonObject, stringifyJson } from '@groundplan/terraform-type'
import { printKey } from '../rewrite-references.ts'
import { NotCarried, type RootValue } from './root-value.ts'

/** The value as a blueprint writes it, with `{{ }}` for what is only known at launch. Throws NotCarried. */
export function printRootValue(value: RootValue): Json {
  switch (value.kind) {
    case 'constant':
      return checkConstant(value.value)
    case 'reference':
      return `{{ ${value.body} }}`
    case 'text':
      return value.parts
        .map((part) => (typeof part === 'string' ? checkText(part) : `{{ ${part.body} }}`))
        .join('')
    case 'list':
      return value.items.map(printRootValue)
    case 'object':
      return Object.fromEntries(
        [...value.entries].map(([key, item]) => [checkText(key), printRootValue(item)]),
      )
    case 'call':
      return `{{ .grains.${printKey(value.grain)}.outputs }}`
  }
}

/** The value as one text, for places that accept only a text: lists and objects as JSON. Throws NotCarried. */
export function printRootText(value: RootValue): string {
  if (value.kind === 'list' || value.kind === 'object') return printJson(value)
  const printed = printRootValue(value)
  return typeof printed === 'string' ? printed : checkText(stringifyJson(printed))
}

/** Spaces keep JSON's own braces apart from those of expressions. */
function printJson(value: RootValue): string {
  switch (value.kind) {
    case 'list':
      return `[ ${value.items.map(printJson).join(', ')} ]`
    case 'object': {
      const entries = [...value.entries].map(
        ([key, item]) => `${checkText(stringifyJson(key))}: ${printJson(item)}`,
      )
      return `{ ${entries.join(', ')} }`
    }
    case 'constant':
      return checkText(stringifyJson(value.value).replaceAll('{{', '{ {'))
    case 'text':
      return `"${value.parts
        .map((part) =>
          typeof part === 'string'
            ? checkText(stringifyJson(part).slice(1, -1))
            : `{{ ${part.body} | json_escape }}`,
        )
        .join('')}"`
    case 'reference':
      return `{{ ${value.body} | json }}`
    case 'call':
      return `{{ .grains.${printKey(value.grain)}.outputs | json }}`
  }
}

function checkConstant(value: Json): Json {
  if (typeof value === 'string') checkText(value)
  else if (isJsonList(value)) value.forEach(checkConstant)
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value)) {
      checkText(key)
      checkConstant(item)
    }
  return value
}

function checkText(text: string): string {
  if (text.includes('{{') || text.includes('{%'))
    throw new NotCarried('the text contains "{{" or "{%", which starts an expression in a blueprint')
  return text
}
