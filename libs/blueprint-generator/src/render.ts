import Handlebars from 'handlebars'

/** Markdown is not HTML: nothing is escaped but what would break out of its place. */
const handlebars = Handlebars.create()

handlebars.registerHelper('cell', (value: unknown) => toCell(value))
handlebars.registerHelper('code', (value: unknown) => toCode(value))
handlebars.registerHelper('isOne', (count: unknown) => count === 1)

/** Compiles a template once; the result renders it with a view and ends with exactly one newline. */
export function compileTemplate<View>(template: string): (view: View) => string {
  const render = handlebars.compile<View>(template, { noEscape: true, strict: false, preventIndent: true })
  return (view) =>
    `${render(view, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }).trim()}\n`
}

/** Text on one line of a Markdown table. */
function toCell(value: unknown): string {
  const text = typeof value === 'string' ? value : ''
  return text.split(/\s+/).join(' ').trim().replace(/[\\|]/g, '\\$&').replace(/</g, '&lt;')
}

/** Inline code in a Markdown table, whatever back-ticks are in it. */
function toCode(value: unknown): string {
  if (typeof value !== 'string' || value === '') return ''
  const lines = value.split(/[\r\n]+/)
  const text = (lines.length === 1 ? value : lines.map((line) => line.trim()).join(' ')).replace(/\|/g, '\\|')
  const longest = text.matchAll(/`+/g).reduce((most, [run]) => Math.max(most, run.length), 0)
  const fence = '`'.repeat(longest + 1)
  return longest > 0 || text.startsWith(' ') ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}
