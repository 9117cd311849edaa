import { inertLine, inertMarkdown, inertProse, markdownCode } from '@groundplan/errors'
import Handlebars from 'handlebars'

/** Markdown is not HTML: nothing is escaped but what would break out of its place. */
const handlebars = Handlebars.create()

handlebars.registerHelper('cell', (value: unknown) => toCell(value))
handlebars.registerHelper('prose', (value: unknown) => toProse(value))
handlebars.registerHelper('code', (value: unknown) => toCode(value))
handlebars.registerHelper('isOne', (count: unknown) => count === 1)

const withoutPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const

/** Compiles a template once; the result renders it with a view and ends with exactly one newline. */
export function compileTemplate<View>(template: string): (view: View) => string {
  const render = handlebars.compile<View>(template, { noEscape: true, strict: false, preventIndent: true })
  return (view) => `${render(view, withoutPrototypes).trim()}\n`
}

/** What a template consists of. */
export type TemplateProgram = hbs.AST.Program

/** Parses a template. Throws Handlebars's error. */
export function parseTemplate(template: string): TemplateProgram {
  return Handlebars.parse(template)
}

/** What rendering may take. */
export interface RenderLimits {
  /** How often the bodies of loops are rendered in all. */
  readonly iterations: number
  /** Characters of the result. */
  readonly length: number
}

export interface GuardedTemplateOptions {
  /** What is done to each value that no helper is named for. */
  readonly escape: 'cell' | 'line' | 'plain'
  readonly limits: RenderLimits
}

/** Thrown where a template takes more than it may. */
export class RenderLimitError extends Error {}

/**
 * Compiles a template that a stranger wrote, after it has been checked: it sees own properties of the view alone and has no helpers
 * but the documented ones. Rendering throws RenderLimitError.
 */
export function compileGuarded(
  program: TemplateProgram,
  { escape, limits }: GuardedTemplateOptions,
): (view: object) => string {
  escapeValues(program, escape)
  const render = guarded.compile<object>(program, {
    noEscape: true,
    preventIndent: true,
    knownHelpersOnly: true,
    knownHelpers: {
      ...{ cell: true, code: true, line: true, plain: true },
      isOne: true,
      eq: true,
      lookup: false,
      log: false,
    },
  })
  return (view) => {
    const budget: Budget = { iterations: limits.iterations, length: limits.length, limits }
    return render(view, { ...withoutPrototypes, data: { budget } })
  }
}

interface Budget {
  iterations: number
  length: number
  readonly limits: RenderLimits
}

const guarded = Handlebars.create()

for (const [name, escape] of Object.entries({ cell: toCell, code: toCode, line: toLine, plain: toPlain })) {
  guarded.registerHelper(name, (value: unknown, options: Handlebars.HelperOptions) => {
    const text = escape(typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)
    spendLength(budgetOf(options), text.length)
    return text
  })
}
guarded.registerHelper('isOne', (count: unknown) => count === 1)
guarded.registerHelper('eq', (left: unknown, right: unknown) => left === right)
guarded.registerHelper('each', function (this: unknown, items: unknown, options: Handlebars.HelperOptions) {
  const budget = budgetOf(options)
  let length = 0
  const fn: Handlebars.TemplateDelegate = (...given) => {
    budget.iterations -= 1
    if (budget.iterations < 0)
      throw new RenderLimitError(`its loops exceed ${budget.limits.iterations} iterations`)
    const text = options.fn(...given)
    length += text.length
    if (length > budget.limits.length) refuseLength(budget)
    return text
  }
  const each = Handlebars.helpers['each'] as Handlebars.HelperDelegate
  return each.call(this, items, { ...options, fn }) as string
})

function budgetOf({ data }: Handlebars.HelperOptions): Budget {
  return (data as { readonly budget: Budget }).budget
}

function spendLength(budget: Budget, length: number): void {
  budget.length -= length
  if (budget.length < 0) refuseLength(budget)
}

function refuseLength({ limits }: Budget): never {
  throw new RenderLimitError(`the result exceeds ${limits.length} characters`)
}

/** Gives each value that stands alone (`{{title}}`) to the helper that escapes it. */
function escapeValues({ body }: TemplateProgram, helper: GuardedTemplateOptions['escape']): void {
  for (const statement of body) {
    if (isMustache(statement) && statement.params.length === 0) {
      const { loc, path } = statement
      statement.params = [path]
      statement.path = {
        type: 'PathExpression',
        original: helper,
        parts: [helper],
        depth: 0,
        data: false,
        loc,
      }
    } else if (isBlock(statement)) {
      // One of them may be missing, whatever the types say.
      for (const inner of [statement.program, statement.inverse] as const) {
        if ((inner as TemplateProgram | undefined) !== undefined) escapeValues(inner, helper)
      }
    }
  }
}

function isMustache(node: hbs.AST.Statement): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement'
}

function isBlock(node: hbs.AST.Statement): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement'
}

/** Markdown of our own, which is not escaped. */
export class SafeMarkdown {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Text of our own, for what is no Markdown. */
function toPlain(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Text on one line of a title. */
function toLine(value: unknown): string {
  return typeof value === 'string' ? inertLine(value, Infinity) : ''
}

/** Text on one line of Markdown, also of a table. */
function toCell(value: unknown): string {
  if (value instanceof SafeMarkdown) return value.text
  return typeof value === 'string' ? inertMarkdown(value) : ''
}

/** Text of several lines of Markdown. */
function toProse(value: unknown): string {
  return typeof value === 'string' ? inertProse(value) : ''
}

/** Inline code in a Markdown table, whatever back-ticks are in it. */
function toCode(value: unknown): string {
  return typeof value === 'string' ? markdownCode(value) : ''
}
