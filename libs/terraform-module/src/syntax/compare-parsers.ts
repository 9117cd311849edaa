import { errorMessage } from '@groundplan/errors'
import { isSafeToParse } from './is-safe-to-parse.ts'
import { parseWithHcl2json } from './judge-hcl.ts'
import { parseHcl } from './parse-hcl.ts'
import type { SyntaxBlock, SyntaxBody } from './syntax-tree.ts'

/**
 * What our parser and HashiCorp's say of one text: both reject it, or both find the same blocks and arguments. `unjudged` where
 * hcl2json would not survive the text, or accepts its syntax but cannot write it down as JSON.
 */
export interface ParserComparison {
  readonly outcome: 'same' | 'both reject' | 'unjudged' | 'different'
  /** Where they are different: how. */
  readonly difference: string | undefined
}

/** Compares the two parsers on a text. Throws only if a parser crashes. */
export async function compareParsers(text: string): Promise<ParserComparison> {
  const { body, errors } = parseHcl(text.replace(/^\ufeff/, ''))
  if (!isSafeToParse(text)) return { outcome: 'unjudged', difference: undefined }
  const theirs = await parseWithHcl2json(text).catch((error: unknown) => errorMessage(error))
  if (typeof theirs !== 'string') {
    const difference =
      errors[0] === undefined ? findDifference(body, theirs, '') : `only ours rejects: ${errors[0].message}`
    return difference === undefined ? { outcome: 'same', difference } : { outcome: 'different', difference }
  }
  if (!theirs.startsWith('parse config: ')) return { outcome: 'unjudged', difference: undefined }
  if (errors.length > 0) return { outcome: 'both reject', difference: undefined }
  return { outcome: 'different', difference: `only theirs rejects: ${theirs}` }
}

/** The first place where the two have not the same arguments and blocks; blocks of one name are in the same order in both. */
function findDifference(body: SyntaxBody, theirs: unknown, path: string): string | undefined {
  if (!isObject(theirs)) return `${path} is not a body in theirs`
  const names = new Set(
    [...body.attributes, ...body.blocks.map(({ type }) => ({ name: type }))].map(({ name }) => name),
  )
  const extra = Object.keys(theirs).find((name) => !names.has(name))
  if (extra !== undefined) return `${path}/${extra} is only in theirs`
  const missing = [...names].find((name) => !Object.hasOwn(theirs, name))
  if (missing !== undefined) return `${path}/${missing} is only in ours`
  const types = new Set(body.blocks.map(({ type }) => type))
  return firstDefined([...types], (type) => {
    // An argument and a block of one name: hcl2json keeps one of the two.
    if (body.attributes.some(({ name }) => name === type)) return undefined
    const blocks = body.blocks.filter((block) => block.type === type)
    return findBlockDifference(blocks, theirs[type], `${path}/${type}`)
  })
}

/** A block type's labels are nested keys; in the innermost place is a list of bodies. */
function findBlockDifference(
  blocks: readonly SyntaxBlock[],
  theirs: unknown,
  path: string,
): string | undefined {
  const [first] = blocks
  if (first === undefined || first.labels.length === 0) {
    if (!Array.isArray(theirs) || theirs.length !== blocks.length)
      return `${path} has a different number of blocks`
    return firstDefined(blocks, ({ body }, index) => findDifference(body, theirs[index], `${path}[${index}]`))
  }
  if (!isObject(theirs)) return `${path} has no labels in theirs`
  const labels = new Set(blocks.map((block) => block.labels[0] ?? ''))
  if (labels.size !== Object.keys(theirs).length) return `${path} has different labels`
  return firstDefined([...labels], (label) => {
    const labelled = blocks.filter((block) => block.labels[0] === label)
    const inner = labelled.map((block) => ({ ...block, labels: block.labels.slice(1) }))
    return findBlockDifference(
      inner,
      Object.hasOwn(theirs, label) ? theirs[label] : undefined,
      `${path}/${label}`,
    )
  })
}

function firstDefined<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index)
    if (found !== undefined) return found
  }
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
