import { ExactNumber, stringifyJson } from '@groundplan/terraform-type'

/**
 * Prints plain JSON values as YAML in block style. Texts stand in double quotes unless no reader could take them for anything
 * else.
 */
export function printPlainYaml(value: unknown): string {
  return `${printNested(value, '')}\n`
}

function printNested(value: unknown, indent: string): string {
  if (!isBranch(value)) return printLeaf(value)
  return Array.isArray(value) ? printList(value, indent) : printMap(value, indent)
}

function printList(elements: readonly unknown[], indent: string): string {
  // The first line of an element follows its dash.
  return elements.map((element) => `${indent}- ${printNested(element, `${indent}  `).trimStart()}`).join('\n')
}

function printMap(map: object, indent: string): string {
  return Object.entries(map)
    .map(([key, value]: [string, unknown]) => {
      const gap = isBranch(value) ? '\n' : ' '
      return `${indent}${printText(key)}:${gap}${printNested(value, `${indent}  `)}`
    })
    .join('\n')
}

function isBranch(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof ExactNumber) &&
    Object.keys(value).length > 0
  )
}

function printLeaf(value: unknown): string {
  return typeof value === 'string' ? printText(value) : stringifyJson(value)
}

function printText(text: string): string {
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)
  return isPlain ? text : JSON.stringify(text)
}
