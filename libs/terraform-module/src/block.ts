import type { SourcePosition } from '@groundplan/errors'
import { parseNumber, stringifyJson, type Json } from '@groundplan/terraform-type'
import type { FileText } from './syntax/file-text.ts'
import { jsonReferences, nativeReferences } from './free-references.ts'
import { findReferences } from './syntax/find-references.ts'
import type { JsonEntry, JsonNode } from './syntax/parse-json.ts'
import { readConstant, wholeInterpolation } from './syntax/read-constant.ts'
import type { SyntaxAttribute, SyntaxBlock, SyntaxBody } from './syntax/syntax-tree.ts'

/** One block of configuration, in HCL or JSON syntax. */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly position: SourcePosition
  /** In order, each name once. */
  readonly arguments: readonly Argument[]
  /** The blocks inside, in order. */
  readonly blocks: readonly Block[]
}

/** An argument of a block. Value, references and position are found on first access. */
export interface Argument {
  readonly name: string
  readonly position: SourcePosition
  /** The expression in native syntax, e.g. `var.x > 1` or `"a ${var.b}"`. */
  readonly expression: string
  /** The value, or `undefined` if any part of it has to be computed (never in JSON syntax). */
  readonly constant: Json | undefined
  /** What the expression refers to, as {@link findReferences} says. */
  readonly references: readonly string[]
  /** The same without names that `for` binds in it; in JSON syntax, of its templates only. */
  readonly freeReferences: readonly string[]
}

export function findArgument(block: Block, name: string): Argument | undefined {
  return block.arguments.find((argument) => argument.name === name)
}

export function blocksOf(block: Block, type: string): readonly Block[] {
  return block.blocks.filter((inner) => inner.type === type)
}

/** The same block with other arguments. */
export function withArguments({ type, labels, position, blocks }: Block, list: readonly Argument[]): Block {
  return { type, labels, position, blocks, arguments: list }
}

/** The blocks at the top of a file of native syntax. */
export function nativeBlocks(file: FileText, body: SyntaxBody): readonly Block[] {
  return body.blocks.map((block) => new NativeBlock(file, block))
}

/** The arguments beside the blocks of such a file, in order. */
export function nativeArguments(file: FileText, body: SyntaxBody): readonly Argument[] {
  return body.attributes.map((attribute) => new NativeArgument(file, attribute))
}

/** The properties of a JSON object as arguments, each name once; `//` is a comment. */
export function jsonArguments(file: FileText, entries: readonly JsonEntry[]): readonly Argument[] {
  return firstOfEach(entries.filter(({ key }) => key !== '//')).map((entry) => new JsonArgument(file, entry))
}

/** Many rules look at the same blocks, so everything in them is made once. */
class NativeBlock implements Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly #file: FileText
  readonly #block: SyntaxBlock
  #position: SourcePosition | undefined
  #arguments: readonly Argument[] | undefined
  #blocks: readonly Block[] | undefined

  constructor(file: FileText, block: SyntaxBlock) {
    this.type = block.type
    this.labels = block.labels
    this.#file = file
    this.#block = block
  }

  get position(): SourcePosition {
    return (this.#position ??= placeOf(this.#file, this.#block.index))
  }

  get arguments(): readonly Argument[] {
    return (this.#arguments ??= nativeArguments(this.#file, this.#block.body))
  }

  get blocks(): readonly Block[] {
    return (this.#blocks ??= nativeBlocks(this.#file, this.#block.body))
  }
}

class NativeArgument implements Argument {
  readonly name: string
  readonly #file: FileText
  readonly #attribute: SyntaxAttribute
  #position: SourcePosition | undefined
  #references: readonly string[] | undefined
  #freeReferences: readonly string[] | undefined

  constructor(file: FileText, attribute: SyntaxAttribute) {
    this.name = attribute.name
    this.#file = file
    this.#attribute = attribute
  }

  get position(): SourcePosition {
    return (this.#position ??= placeOf(this.#file, this.#attribute.index))
  }

  get expression(): string {
    return this.#file.text.slice(this.#attribute.start, this.#attribute.end)
  }

  get constant(): Json | undefined {
    return readConstant(this.#file.text, this.#attribute.start, this.#attribute.end)
  }

  get references(): readonly string[] {
    return (this.#references ??= findReferences(this.expression))
  }

  get freeReferences(): readonly string[] {
    return (this.#freeReferences ??= nativeReferences(this.expression, () => this.references))
  }
}

/** How many labels the blocks of a configuration's top level have, and which blocks stand in them, again with their labels. */
interface BlockShape {
  readonly labels: number
  readonly blocks?: Readonly<Record<string, BlockShape>>
}

const condition: BlockShape = { labels: 0 }
const lifecycle: BlockShape = { labels: 0, blocks: { precondition: condition, postcondition: condition } }

const shapes: Readonly<Record<string, BlockShape>> = {
  terraform: {
    labels: 0,
    blocks: {
      required_providers: { labels: 0 },
      backend: { labels: 1 },
      cloud: { labels: 0, blocks: { workspaces: { labels: 0 } } },
    },
  },
  provider: { labels: 1 },
  variable: { labels: 1, blocks: { validation: condition } },
  locals: { labels: 0 },
  output: { labels: 1, blocks: { precondition: condition } },
  module: { labels: 1 },
  resource: { labels: 2, blocks: { lifecycle } },
  data: { labels: 2, blocks: { lifecycle } },
  ephemeral: { labels: 2, blocks: { lifecycle } },
  moved: { labels: 0 },
  import: { labels: 0 },
  removed: { labels: 0, blocks: { lifecycle: { labels: 0 } } },
  check: { labels: 1, blocks: { assert: condition, data: { labels: 2 } } },
}

/**
 * The blocks at the top of a file of JSON syntax, in order: a block type's labels are nested keys, the innermost value is one
 * body or a list of them.
 * Source: https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function jsonBlocks(file: FileText, root: JsonNode): readonly Block[] {
  return blocksIn(file, root, shapes)
}

function blocksIn(
  file: FileText,
  node: JsonNode,
  inner: Readonly<Record<string, BlockShape>>,
): readonly Block[] {
  return entriesOf(node).flatMap(({ key, index, value }) => {
    const shape = Object.hasOwn(inner, key) ? inner[key] : undefined
    return shape === undefined ? [] : labelled({ file, type: key, shape, labels: [] }, value, index)
  })
}

interface JsonBlockHeader {
  readonly file: FileText
  readonly type: string
  readonly shape: BlockShape
  readonly labels: readonly string[]
}

function labelled(header: JsonBlockHeader, node: JsonNode, index: number): readonly Block[] {
  const { file, type, shape, labels } = header
  if (node.kind === 'array') return node.items.flatMap((item) => labelled(header, item, index))
  if (node.kind !== 'object') return []
  if (labels.length < shape.labels)
    return node.entries.flatMap(({ key, index: keyIndex, value }) =>
      key === '//' ? [] : labelled({ ...header, labels: [...labels, key] }, value, keyIndex),
    )
  const names = new Set(Object.keys(shape.blocks ?? {}))
  const own = node.entries.filter(({ key }) => key !== '//' && !names.has(key))
  return [
    {
      type,
      labels,
      position: placeOf(file, index),
      arguments: firstOfEach(own).map((entry) => new JsonArgument(file, entry)),
      blocks: blocksIn(file, node, shape.blocks ?? {}),
    },
  ]
}

/** A body may be a list of bodies, as Terraform allows at the top of a file. */
function entriesOf(node: JsonNode): readonly JsonEntry[] {
  if (node.kind === 'array') return node.items.flatMap(entriesOf)
  return node.kind === 'object' ? node.entries : []
}

function firstOfEach(entries: readonly JsonEntry[]): readonly JsonEntry[] {
  const seen = new Set<string>()
  return entries.filter(({ key }) => !seen.has(key) && seen.add(key))
}

class JsonArgument implements Argument {
  readonly name: string
  readonly #file: FileText
  readonly #entry: JsonEntry

  constructor(file: FileText, entry: JsonEntry) {
    this.name = entry.key
    this.#file = file
    this.#entry = entry
  }

  get position(): SourcePosition {
    return placeOf(this.#file, this.#entry.index)
  }

  get expression(): string {
    const { value } = this.#entry
    if (value.kind !== 'string') return stringifyJson(plainValue(value))
    return wholeInterpolation(value.value) ?? value.value
  }

  get constant(): Json | undefined {
    return plainValue(this.#entry.value)
  }

  get references(): readonly string[] {
    return findReferences(this.expression)
  }

  get freeReferences(): readonly string[] {
    return jsonReferences(this.constant)
  }
}

/** The value as JSON has it: what must be constant is no template in this syntax, so that `${` stands for itself. */
function plainValue(node: JsonNode): Json {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]))
    case 'array':
      return node.items.map(plainValue)
    case 'number':
      return parseNumber(node.digits)
    default:
      return node.value
  }
}

function placeOf(file: FileText, index: number): SourcePosition {
  return { file: file.path, ...file.positionAt(index) }
}

/** The arguments of a block and of all blocks in it. */
export function argumentsIn(block: Block): readonly Argument[] {
  return [...block.arguments, ...block.blocks.flatMap(argumentsIn)]
}
