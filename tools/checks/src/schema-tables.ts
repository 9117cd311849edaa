import type { ValidationRule } from '@groundplan/blueprint'

/** As much of a JSON Schema as the pages need. */
export interface Schema {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly definitions?: Readonly<Record<string, Schema>>
}

/** Writes the tables of a reference page from a JSON Schema. */
export class SchemaTables {
  readonly root: Schema

  constructor(root: Schema) {
    this.root = root
  }

  section(title: string, schema: Schema | undefined, isShown?: (key: string) => boolean): string {
    return `### ${title}\n\n${this.keyTable(schema, isShown)}`
  }

  keyTable(schema: Schema | undefined, isShown: (key: string) => boolean = () => true): string {
    const properties = Object.entries(this.propertiesOf(schema)).filter(([key]) => isShown(key))
    const required = new Set(this.#objectOf(schema)?.required)
    const hasDefaults = properties.some(([, property]) => defaultOf(property) !== '')
    const rows = properties.map(([key, property]) => {
      const name = required.has(key) ? `\`${key}\` (required)` : `\`${key}\``
      const meaning = cell(this.resolve(property).description ?? '')
      return [name, this.#describeType(property), ...(hasDefaults ? [defaultOf(property)] : []), meaning]
    })
    return table(['key', 'value', ...(hasDefaults ? ['default'] : []), 'meaning'], rows)
  }

  /** The schema at a path of keys; `*` is any entry or element. */
  at(...path: readonly string[]): Schema {
    let schema = this.root
    for (const step of path) {
      const { items, additionalProperties, properties = {} } = this.#objectOf(schema) ?? {}
      const next = step === '*' ? (items ?? additionalProperties) : properties[step]
      if (typeof next !== 'object') throw new Error(`The schema has nothing at ${path.join('.')}.`)
      schema = this.resolve(next)
    }
    return schema
  }

  propertiesOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
    return this.#objectOf(schema)?.properties ?? {}
  }

  enumOf(schema: Schema | undefined): readonly string[] {
    return (schema?.enum ?? []).map(String)
  }

  resolve(schema: Schema): Schema {
    const [only] = schema.allOf ?? []
    const target = schema.$ref ?? only?.$ref
    if (target === undefined) return schema
    return {
      ...this.resolve(this.definition(target.slice('#/definitions/'.length))),
      ...(schema.description === undefined ? {} : { description: schema.description }),
    }
  }

  definition(name: string): Schema {
    const found = this.root.definitions?.[name]
    if (found === undefined) throw new Error(`The schema defines no ${name}.`)
    return found
  }

  /** Of several schemas the one that has keys. */
  #objectOf(schema: Schema | undefined): Schema | undefined {
    return schema?.anyOf?.find(({ properties }) => properties !== undefined) ?? schema
  }

  #describeType(schema: Schema): string {
    const { const: constant, enum: values, type, items, anyOf } = this.resolve(schema)
    if (constant !== undefined) return `\`${JSON.stringify(constant)}\``
    if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ')
    if (type === 'array')
      return items?.type === 'object' || items === undefined
        ? 'list of maps'
        : `list of ${this.#describeMany(items)}`
    if (typeof type === 'string') return typeNames[type] ?? type
    if (Array.isArray(type)) return type.map((one: string) => typeNames[one] ?? one).join(' or ')
    return anyOf !== undefined && anyOf.length > 3
      ? 'anything'
      : [...new Set((anyOf ?? []).map((one) => this.#describeType(one)))].join(' or ')
  }

  #describeMany(schema: Schema): string {
    const words = { text: 'texts', map: 'maps', number: 'numbers' } as const
    const name = this.#describeType(schema)
    return name in words
      ? words[name as keyof typeof words]
      : name
          .replace(/\btext\b/, 'texts')
          .replace(/\bmap\b/, 'maps')
          .replace(/\bnumber\b/, 'numbers')
  }
}

/** A heading and a table for each group of rules. */
export function ruleSections(groups: Readonly<Record<string, readonly ValidationRule[]>>): string {
  const sections = Object.entries(groups).map(([title, rules]) => {
    const rows = rules.map(({ id, severity, description }) => [`\`${id}\``, severity, cell(description)])
    return `### ${title}\n\n${table(['rule', 'severity', 'what is wrong'], rows)}`
  })
  return sections.join('\n\n')
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** What counts without the key; of maps, their own tables tell. */
function defaultOf({ default: value }: Schema): string {
  if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return ''
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((one) => `\`${String(one)}\``).join(', ')
  return `\`${String(value)}\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
}
