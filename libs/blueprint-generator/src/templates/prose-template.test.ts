import { printDiagnostic } from '@groundplan/errors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRichModule } from '../__fixtures__/rich-module.ts'
import { generateBlueprint } from '../generate-blueprint.ts'
import { toModuleView } from '../module-view.ts'
import { toTemplateView } from '../proposal-view.ts'
import { parseProseTemplate, type TemplateName } from './prose-template.ts'
import { moduleShape, proposalShape, type ViewShape } from './view-shape.ts'

const module = await readRichModule()
const source = {
  store: 'modules',
  path: 'modules/broker',
  commit: '0123456789abcdef0123456789abcdef01234567',
  address: 'https://github.com/northbank/modules',
}
const settings = {
  owners: ['@northbank/messaging'],
  hidden: new Set(['nodes']),
  constants: new Map([['nodes', 3]]),
}
const shown = toModuleView(module, generateBlueprint(module, 'message-broker', source, settings), source)
const providerSettings = shown.providerSettings.map((each) => ({
  ...each,
  settings: [{ name: 'profile', value: 'a' }],
}))
const view = { ...shown, providerSettings }
const proposal = toTemplateView({ ...view, name: 'message-broker', kind: 'new' })

function render(text: string, name: TemplateName = 'readme', given: object = proposal) {
  const { template, diagnostics } = parseProseTemplate(name, 'a.hbs', text)
  if (template === undefined) return diagnostics.map(printDiagnostic)
  const rendered = template.render(given)
  return rendered.ok ? rendered.text : [printDiagnostic(rendered.diagnostic)]
}

describe('a template of a company', () => {
  test('says what the built-in ones say', () => {
    const text = `# {{title}}
{{#each owners}}{{#if @first}}Ask {{code this}}.{{/if}}{{/each}}
{{#with source}}From {{code path}} at {{shortCommit}}.{{/with}}
{{#each inputs as |input|}}
{{#unless (eq input.type "any")}}
- {{code input.name}}{{#if required}} (required){{else if sensitive}} (secret){{/if}}: {{../title}}
{{/unless}}
{{/each}}
{{inputs.length}} inputs, set already: {{#each constants}}{{name}} = {{value}}{{/each}}
`
    expect(render(text)).toMatchInlineSnapshot(`
      "# Message broker
      Ask \`@northbank/messaging\`.
      From \`modules/broker\` at 0123456789.
      - \`name\` (required): Message broker
      - \`engine\`: Message broker
      - \`public\` (required): Message broker
      - \`listeners\`: Message broker
      - \`on\`: Message broker
      - \`password\` (secret): Message broker
      - \`token\` (required): Message broker
      - \`window\`: Message broker
      - \`tags\`: Message broker
      9 inputs, set already: nodes = 3
      "
    `)
  })

  test('escapes what stands alone as cells are escaped, and titles stay on one line', () => {
    const hostile = { ...proposal, title: 'a | b\n<script> \\' }
    expect(render('{{title}}', 'readme', hostile)).toBe('a \\| b &lt;script> \\\\\n')
    expect(render('{{#if title}}[{{code title}}]{{/if}}', 'readme', hostile)).toBe(
      '[`a \\| b <script> \\`]\n',
    )
    expect(render('New:\n{{title}}\n', 'proposal-title', hostile)).toBe('New: a | b <script> \\')
  })

  test.each<[string, string]>([
    ['{{titel}}\n', '1:3: error: Unknown name "titel".'],
    ['{{#each inputs}}\n  {{nam}}{{/each}}', '2:5: error: Unknown name "nam". (Did you mean "name"?)'],
    [
      '{{#if}',
      '1:1: error: Invalid template: a tag or block is not closed, or there is an extra brace or word.',
    ],
    ['{{#if title}}{{/each}}', "1:4: error: Invalid template: if doesn't match each - 1:3."],
    ['{{{title}}}', '1:1: error: Templates cannot print values unescaped.'],
    ['{{&title}}', '1:1: error: Templates cannot print values unescaped.'],
    ['{{> other}}', '1:1: error: Templates do not support partials or decorators.'],
    ['{{#*inline "a"}}x{{/inline}}', '1:1: error: Templates do not support partials or decorators.'],
    ['{{constructor}}', '1:3: error: Unknown name "constructor".'],
    ['{{title.constructor}}', '1:3: error: Unknown name "title.constructor". (It has no fields.)'],
    ['{{__proto__}}', '1:3: error: Unknown name "__proto__".'],
    ['{{#with __proto__ as |x|}}{{x}}{{/with}}', '1:9: error: Unknown name "__proto__".'],
    ['{{lookup this "title"}}', '1:1: error: Unknown helper "lookup".'],
    ['{{code (log title)}}', '1:8: error: Unknown helper "log".'],
    ['{{#inputs}}{{/inputs}}', '1:1: error: Unknown block "inputs". (Use if, unless, each or with.)'],
    ['{{#each title}}{{/each}}', '1:9: error: "each" takes a list.'],
    ['{{inputs}}', '1:3: error: "inputs" is not a single value. (Use {{#each inputs}}.)'],
    ['{{../title}}', '1:3: error: "../title" goes above the top level of the template.'],
    ['{{..}}', '1:3: error: ".." goes above the top level of the template.'],
    ['{{@secret}}', '1:3: error: Unknown name "@secret". (Use @index, @first, @last or @root.)'],
    ['{{code}}', '1:1: error: "code" takes one value.'],
    ['{{eq title}}', '1:1: error: "eq" takes 2 values.'],
    ['{{"title"}}', '1:1: error: Expected a name. (Write fixed text without braces.)'],
    ['{{#if title includeZero=true}}{{/if}}', '1:1: error: Helpers do not support named arguments.'],
    ['', '1:1: error: The text is empty.'],
    ['{{!-- nothing --}}', '1:1: error: The text is empty.'],
    ['x'.repeat(50_001), '1:1: error: The template exceeds 50000 characters.'],
  ])('%j is an error', (text, expected) => {
    const [found] = render(text)
    expect(found).toContain(`a.hbs:${expected}`)
  })

  test('takes neither more time nor more room than it may', () => {
    const large = { ...proposal, inputs: Array.from({ length: 300 }, () => view.inputs[0]) }
    const nested = '{{#each @root.inputs}}'.repeat(3) + 'x' + '{{/each}}'.repeat(3)
    expect(render(nested, 'readme', large)).toEqual([
      'a.hbs:1:1: error: The template cannot be rendered: its loops exceed 50000 iterations.',
    ])
    const long = `{{#each inputs}}${'y'.repeat(2000)}{{/each}}`
    expect(render(long, 'readme', large)).toEqual([
      'a.hbs:1:1: error: The template cannot be rendered: the result exceeds 500000 characters.',
    ])
    const values = { ...proposal, title: 'z'.repeat(10_000) }
    expect(render('{{title}}'.repeat(500), 'readme', values)).toHaveLength(1)
    expect(render('{{title}}', 'proposal-title', values)).toHaveLength(1)
    expect(render('{{#if title}}'.repeat(1500) + '{{/if}}'.repeat(1500))).toHaveLength(1)
  })

  test('no text makes it throw', () => {
    const part = fc.constantFrom(
      '{{',
      '}}',
      '#each ',
      '/each',
      'inputs',
      'title',
      ' as |x|',
      '~',
      '../',
      '{{else}}',
      'this',
      '(',
      ')',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(render(parts.join(''))).toBeDefined()
      }),
    )
  })

  test.each([
    ['readme', moduleShape, view],
    ['proposal-body', proposalShape, proposal],
  ] as const)('every name that a %s may say is in its view', (_, shape, given) => {
    expect(missing(shape, given, '')).toEqual([])
  })
})

/** Places of the shape that the view does not have. */
function missing(shape: ViewShape, given: unknown, place: string): readonly string[] {
  if (shape.kind === 'value') return []
  if (shape.kind === 'list') {
    if (!Array.isArray(given) || given.length === 0) return [place]
    return missing(shape.item, given[0], `${place}[0]`)
  }
  return Object.entries(shape.fields).flatMap(([name, field]) =>
    Object.hasOwn(given as object, name)
      ? missing(field, (given as Record<string, unknown>)[name], `${place}.${name}`)
      : [`${place}.${name}`],
  )
}
