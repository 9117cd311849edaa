import { findNearest } from '@groundplan/blueprint'
import type { TemplateProgram } from '../render.ts'
import type { ViewShape } from './view-shape.ts'

/** Something that a template says which it must not, or which there is not. Lines and columns count from 1. */
export interface TemplateFinding {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly hint?: string
}

/** What the names in a part of a template mean. */
interface Scope {
  /** The view, then each `each` and `with` around the part; the innermost is last. */
  readonly contexts: readonly ViewShape[]
  /** Names that blocks give: `{{#each inputs as |input|}}`. */
  readonly names: ReadonlyMap<string, ViewShape>
}

const value: ViewShape = { kind: 'value' }
const inlineHelpers: ReadonlyMap<string, number> = new Map([
  ['cell', 1],
  ['code', 1],
  ['line', 1],
  ['isOne', 1],
  ['eq', 2],
])
const blockHelpers: readonly string[] = ['if', 'unless', 'each', 'with']

/** Everything in a template that its view does not have or that templates may not do. */
export function checkTemplate(program: TemplateProgram, view: ViewShape): readonly TemplateFinding[] {
  const findings: TemplateFinding[] = []
  checkProgram(program, { contexts: [view], names: new Map() }, findings)
  return findings
}

function checkProgram(program: TemplateProgram, scope: Scope, findings: TemplateFinding[]): void {
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') {
      checkMustache(statement as hbs.AST.MustacheStatement, scope, findings)
    } else if (statement.type === 'BlockStatement') {
      checkBlock(statement as hbs.AST.BlockStatement, scope, findings)
    } else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
      const hint = 'Write the text directly in the template.'
      findings.push(at(statement, 'Templates do not support partials or decorators.', hint))
    }
  }
}

function checkMustache(node: hbs.AST.MustacheStatement, scope: Scope, findings: TemplateFinding[]): void {
  if (!node.escaped) {
    const hint = 'Use {{…}}, which escapes the value.'
    findings.push(at(node, 'Templates cannot print values unescaped.', hint))
  }
  checkHash(node, findings)
  const { path } = node
  if (!isPath(path)) findings.push(at(node, 'Expected a name.', 'Write fixed text without braces.'))
  else if (node.params.length > 0 || inlineHelpers.has(path.original)) checkCall(node, path, scope, findings)
  else checkValue(path, scope, findings)
}

/** The call of a helper: `{{code name}}`, `(eq kind "new")`. */
function checkCall(
  node: hbs.AST.MustacheStatement | hbs.AST.SubExpression,
  path: hbs.AST.PathExpression,
  scope: Scope,
  findings: TemplateFinding[],
): void {
  const count = inlineHelpers.get(path.original)
  if (count === undefined) {
    const known = [...inlineHelpers.keys()]
    findings.push(at(node, `Unknown helper "${path.original}".`, nearestOf(path.original, known)))
  } else if (node.params.length !== count) {
    findings.push(at(node, `"${path.original}" takes ${count === 1 ? 'one value' : `${count} values`}.`))
  } else for (const param of node.params) checkParam(param, scope, findings)
}

function checkParam(node: hbs.AST.Expression, scope: Scope, findings: TemplateFinding[]): void {
  if (isPath(node)) checkValue(node, scope, findings)
  else if (isCall(node)) {
    checkHash(node, findings)
    checkCall(node, node.path, scope, findings)
  }
}

function checkBlock(node: hbs.AST.BlockStatement, scope: Scope, findings: TemplateFinding[]): void {
  checkHash(node, findings)
  const { original } = node.path
  const [param] = node.params
  if (!blockHelpers.includes(original)) {
    findings.push(at(node, `Unknown block "${original}".`, 'Use if, unless, each or with.'))
  } else if (param === undefined || node.params.length > 1) {
    findings.push(at(node, `"${original}" takes one value.`))
  } else {
    const shape = isPath(param)
      ? findShape(param, scope, findings)
      : (checkParam(param, scope, findings), value)
    // What is wrong with the value is told already; the names below it cannot be judged.
    if (shape !== undefined) checkPrograms(node, shape, scope, findings)
  }
}

function checkPrograms(
  { path: { original }, params, program, inverse }: hbs.AST.BlockStatement,
  shape: ViewShape,
  scope: Scope,
  findings: TemplateFinding[],
): void {
  const isLoop = original === 'each'
  if (isLoop && shape.kind !== 'list' && params[0] !== undefined)
    findings.push(at(params[0], '"each" takes a list.'))
  const inner = isLoop ? (shape.kind === 'list' ? shape.item : value) : shape
  const entered = isLoop || original === 'with' ? enter(scope, inner, blockParamsOf(program)) : scope
  // Either may be missing, whatever the types say.
  if ((program as TemplateProgram | undefined) !== undefined) checkProgram(program, entered, findings)
  if ((inverse as TemplateProgram | undefined) !== undefined) checkProgram(inverse, scope, findings)
}

function blockParamsOf(program: TemplateProgram | undefined): readonly string[] {
  return (program?.blockParams as readonly string[] | undefined) ?? []
}

function enter({ contexts, names }: Scope, inner: ViewShape, [item, index]: readonly string[]): Scope {
  const given = new Map(names)
  if (item !== undefined) given.set(item, inner)
  if (index !== undefined) given.set(index, value)
  return { contexts: [...contexts, inner], names: given }
}

/** Checks a path that must lead to one value. */
function checkValue(path: hbs.AST.PathExpression, scope: Scope, findings: TemplateFinding[]): void {
  const shape = findShape(path, scope, findings)
  if (shape === undefined || shape.kind === 'value') return
  const hint = shape.kind === 'list' ? `Use {{#each ${path.original}}}.` : 'Name one of its fields.'
  findings.push(at(path, `"${path.original}" is not a single value.`, hint))
}

/** What a path leads to; what is wrong with it is a finding. */
function findShape(
  path: hbs.AST.PathExpression,
  { contexts, names }: Scope,
  findings: TemplateFinding[],
): ViewShape | undefined {
  const [first = '', ...rest] = path.parts
  if (path.data) {
    if (first === 'root') return follow(path, contexts[0], rest, findings)
    if (['index', 'first', 'last', 'key'].includes(first) && rest.length === 0) return value
    findings.push(at(path, `Unknown name "${path.original}".`, 'Use @index, @first, @last or @root.'))
    return undefined
  }
  const named = path.depth === 0 && !/^(?:this\b|\.)/.test(path.original) ? names.get(first) : undefined
  if (named !== undefined) return follow(path, named, rest, findings)
  return follow(path, contexts[contexts.length - 1 - path.depth], path.parts, findings)
}

function follow(
  path: hbs.AST.PathExpression,
  start: ViewShape | undefined,
  steps: readonly string[],
  findings: TemplateFinding[],
): ViewShape | undefined {
  if (start === undefined) {
    findings.push(at(path, `"${path.original}" goes above the top level of the template.`))
    return undefined
  }
  let shape = start
  for (const step of steps) {
    const known: Readonly<Record<string, ViewShape>> = shape.kind === 'fields' ? shape.fields : {}
    const next = Object.hasOwn(known, step) ? known[step] : undefined
    if (shape.kind === 'list' && step === 'length') shape = value
    else if (next !== undefined) shape = next
    else {
      findings.push(at(path, `Unknown name "${path.original}".`, nearestOf(step, Object.keys(known))))
      return undefined
    }
  }
  return shape
}

/** Helpers take values only: `includeZero=true` and the like are for other templates. */
function checkHash(node: { readonly hash?: hbs.AST.Hash } & hbs.AST.Node, findings: TemplateFinding[]): void {
  if (node.hash !== undefined) findings.push(at(node, 'Helpers do not support named arguments.'))
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression'
}

function isCall(node: hbs.AST.Node): node is hbs.AST.SubExpression {
  return node.type === 'SubExpression'
}

function at({ loc }: hbs.AST.Node, message: string, hint?: string): TemplateFinding {
  const place = { line: loc.start.line, column: loc.start.column + 1, message }
  return hint === undefined ? place : { ...place, hint }
}

function nearestOf(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known)
  if (nearest !== undefined) return `Did you mean "${nearest}"?`
  return known.length === 0 ? 'It has no fields.' : `Available: ${known.join(', ')}.`
}
