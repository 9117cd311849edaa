type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Prints plain values as YAML in block style. Texts stand in double quotes unless no reader could take them for more. */
export function printYaml(value: unknown): string {
  const json = value as Json
  return isBranch(json) ? `${printBranch(json, '')}\n` : `${printLeaf(json)}\n`
}

function printBranch(value: Branch, indent: string): string {
  if (Array.isArray(value)) {
    return value.map((element: Json) => `${indent}- ${printInside(element, indent)}`).join('\n')
  }
  return Object.entries(value)
    .map(([key, property]: [string, Json]) => {
      const gap = isBranch(property) ? '\n' : ' '
      return `${indent}${printText(key)}:${gap}${printNested(property, `${indent}  `)}`
    })
    .join('\n')
}

// The first line of a list's element follows its dash.
function printInside(element: Json, indent: string): string {
  return printNested(element, `${indent}  `).trimStart()
}

function printNested(value: Json, indent: string): string {
  return isBranch(value) ? printBranch(value, indent) : printLeaf(value)
}

type Branch = readonly Json[] | { readonly [key: string]: Json }

function isBranch(value: Json): value is Branch {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function printLeaf(value: Json): string {
  return typeof value === 'string' ? printText(value) : JSON.stringify(value)
}

function printText(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)
  return plain ? text : JSON.stringify(text)
}
