import { ExactNumber, stringifyJson } from '@groundplan/terraform-type'

/** Prints values as a `.tfvars` file. A name that Terraform cannot take as a variable's stands in a comment. */
export function printTfvars(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values).map(([name, value]) =>
    isIdentifier(name)
      ? `${name} = ${printHclValue(value, '')}`
      : `# ${printHclText(name)} is not a valid variable name; its value is ${stringifyJson(value)}`,
  )
  return `${lines.join('\n')}\n`
}

/** Prints a value as Terraform reads it, lists and maps over several lines. */
export function printHclValue(value: unknown, indent: string): string {
  if (typeof value === 'string') return printHclText(value)
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return stringifyJson(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((element) => `${inner}${printHclValue(element, inner)},\n`).join('')}${indent}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(
    ([key, element]) =>
      `${inner}${isIdentifier(key) ? key : printHclText(key)} = ${printHclValue(element, inner)}\n`,
  )
  return `{\n${lines.join('')}${indent}}`
}

/** Words of Terraform that an unquoted key would be taken for. */
const reserved = ['true', 'false', 'null', 'for', 'if']

function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name) && !reserved.includes(name)
}

/** Prints a text in quotes. Within them, `${` and `%{` begin a template unless the first character is doubled. */
export function printHclText(text: string): string {
  const escaped = [...text].map((character) => {
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    if (character === '\t') return '\\t'
    if (character === '"' || character === '\\') return `\\${character}`
    const code = character.codePointAt(0) ?? 0
    const isHidden = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029
    return isHidden ? `\\u${code.toString(16).padStart(4, '0')}` : character
  })
  return `"${escaped.join('').replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)}"`
}
