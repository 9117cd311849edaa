// Over 300 lines: one suite for everything that a module can declare.
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { printDiagnostic } from '@groundplan/errors'
import { ExactNumber, layOutType, printType } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import type { TerraformModule, Variable } from './module.ts'
import { readModule } from './read-module.ts'

/** Reads a module from texts by file name. */
async function read(files: Readonly<Record<string, string | Uint8Array>>): Promise<TerraformModule> {
  const bytes = (content: string | Uint8Array) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content
  return readModule({
    path: 'modules/a',
    files: Object.entries(files).map(([name, content]) => ({
      path: `modules/a/${name}`,
      bytes: bytes(content),
    })),
  })
}

async function readVariables(text: string): Promise<readonly Variable[]> {
  return (await read({ 'main.tf': text })).variables
}

async function readOne(block: string): Promise<Variable> {
  const [variable] = await readVariables(`variable "x" {\n${block}\n}\n`)
  if (variable === undefined) throw new Error('there is no variable')
  return variable
}

async function readDefault(block: string): Promise<unknown> {
  return (await readOne(block)).default?.value
}

function names(items: readonly { readonly name: string }[]): readonly string[] {
  return items.map(({ name }) => name)
}

function findings({ diagnostics }: TerraformModule): readonly string[] {
  return diagnostics.map(printDiagnostic)
}

describe('files', () => {
  test('variables are found in any file, and other blocks in variables.tf', async () => {
    const module = await read({
      'variables.tf': 'variable "a" {}\nresource "aws_vpc" "this" {}\n',
      'main.tf': 'variable "b" {}\n',
    })
    expect(names(module.variables)).toEqual(['b', 'a'])
    expect(module.resources).toMatchObject([{ mode: 'managed', type: 'aws_vpc', name: 'this' }])
  })

  test('the order is that of the declarations: files by name, blocks as written', async () => {
    const files = {
      'z.tf': 'variable "c" {}\nvariable "a" {}\n',
      'b.tf': 'variable "z" {}\noutput "y" {\n  value = 1\n}\noutput "b" {\n  value = 1\n}\n',
    }
    const module = await read(files)
    expect(names(module.variables)).toEqual(['z', 'c', 'a'])
    expect(names(module.outputs)).toEqual(['y', 'b'])
    expect(await read(Object.fromEntries(Object.entries(files).reverse()))).toEqual(module)
  })

  test('JSON syntax says the same as native syntax', async () => {
    const native = await readOne('type = list(string)\ndefault = ["a"]\ndescription = "D"\nsensitive = true')
    const { variables } = await read({
      'main.tf.json': JSON.stringify({
        variable: { x: { type: 'list(string)', default: ['a'], description: 'D', sensitive: true } },
      }),
    })
    expect(variables).toEqual([
      { ...native, position: expect.objectContaining({ file: 'modules/a/main.tf.json' }) },
    ])
  })

  test('JSON syntax keeps order and places, also where names come back as values', async () => {
    const module = await read({
      'main.tf.json':
        '{\n  "//": "x",\n  "variable": {\n    "z": { "description": "a" },\n    "a": { "validation": [{ "condition": "${var.a > 1}", "error_message": "No." }, null] }\n  }\n}\n',
    })
    expect(
      module.variables.map(({ name, position }) => `${name} ${position.line}:${position.column}`),
    ).toEqual(['z 4:5', 'a 5:5'])
    expect(module.variables[1]?.validations).toMatchObject([{ condition: 'var.a > 1', errorMessage: 'No.' }])
  })

  test('a number that only Terraform can count to keeps its digits', async () => {
    for (const digits of ['1e1000', '1e-1000', '1e999999999']) {
      const module = await read({ 'main.tf': `variable "x" {\n  default = ${digits}\n}\n` })
      expect(module.diagnostics).toEqual([])
      expect(String(module.variables[0]?.default?.value)).toBe(digits)
    }
  })

  test('a .tofu file takes the place of the .tf file of its name', async () => {
    const module = await read({
      'main.tf': 'variable "terraform" {}',
      'main.tofu': 'variable "opentofu" {}',
      'other.tf.json': '{"variable": {"terraform_json": {}}}',
      'other.tofu.json': '{"variable": {"opentofu_json": {}}}',
      'other.tf': 'variable "both" {}',
    })
    expect(names(module.variables)).toEqual(['opentofu', 'both', 'opentofu_json'])
  })

  test('an override merges into the variable, which keeps its place and what is not overridden', async () => {
    const base =
      'variable "a" {}\nvariable "x" {\n  type = number\n  description = "Old."\n  default = 1\n}\n'
    for (const file of ['override.tf', 'x_override.tf', 'override.tofu']) {
      const module = await read({
        'main.tf': base,
        [file]: 'variable "x" {\n  default = 2\n  sensitive = true\n}\n',
      })
      expect(names(module.variables)).toEqual(['a', 'x'])
      expect(module.variables[1]).toMatchObject({
        position: { file: 'modules/a/main.tf', line: 2 },
        type: { kind: 'number' },
        description: 'Old.',
        default: { value: 2 },
        sensitive: true,
      })
    }
  })

  test('an override in JSON merges as well, and a file that only looks like one does not', async () => {
    const module = await read({
      'main.tf': 'variable "x" {\n  type = number\n}\n',
      'override.tf.json': '{"variable": {"x": {"default": 5}}}',
      'my-override.tf': 'variable "y" {}',
    })
    expect(module.variables).toMatchObject([{ name: 'x', default: { value: 5 } }, { name: 'y' }])
  })

  test('overrides replace required versions: of Terraform, and provider by provider', async () => {
    const settings = (version: string, providers: string) =>
      `terraform {\n  required_version = "${version}"\n  required_providers {\n${providers}\n  }\n}\n`
    const module = await read({
      'main.tf': settings(
        '>= 1.0',
        'aws = { source = "hashicorp/aws", version = "~> 5.0" }\nrandom = "~> 3.0"',
      ),
      'override.tf': settings('>= 1.6', 'aws = { source = "hashicorp/aws", version = "~> 6.0" }'),
    })
    expect(module.requiredTerraform).toEqual(['>= 1.6'])
    expect(module.requiredProviders).toMatchObject([
      { name: 'random', source: undefined, version: '~> 3.0' },
      { name: 'aws', source: 'hashicorp/aws', version: '~> 6.0' },
    ])
  })

  test('a block that exists only in an override file is an error, but is read', async () => {
    const module = await read({
      'main.tf': 'locals {\n  a = 1\n}\n',
      'override.tf': 'variable "x" {}\nlocals {\n  a = 2\n  b = 3\n}\n',
    })
    expect(names(module.variables)).toEqual(['x'])
    expect(names(module.locals)).toEqual(['a', 'b'])
    expect(findings(module)).toEqual([
      'modules/a/override.tf:1:1: error: No variable "x" to override. (Declare it in a regular file, or remove it here.)',
      'modules/a/override.tf:4:3: error: No local "b" to override.',
    ])
  })

  test('an override of a variable leaves its validations', async () => {
    const module = await read({
      'main.tf':
        'variable "x" {\n  validation {\n    condition = var.x > 1\n    error_message = "No."\n  }\n}\n',
      'override.tf':
        'variable "x" {\n  validation {\n    condition = var.x > 2\n    error_message = "No."\n  }\n}\n',
    })
    expect(module.variables[0]?.validations).toMatchObject([{ condition: 'var.x > 1' }])
  })

  test("other files, editors' leftovers and templates are no configuration", async () => {
    const module = await read({
      'user-data.sh.tf.tpl': 'variable "a" {}',
      '.hidden.tf': 'variable "b" {}',
      'main.tf~': 'variable "c" {}',
      '#main.tf#': 'variable "d" {}',
      'terraform.tfvars': 'e = 1',
    })
    expect(module).toMatchObject({ variables: [], diagnostics: [] })
  })
})

describe('problems', () => {
  test('a syntax error has a position and hides nothing else', async () => {
    const module = await read({
      'a.tf': 'variable "a" {}\n',
      'broken.tf': 'variable "b" {\n  default = \n}\n',
      'broken.tf.json': '{\n  "variable": x\n}',
      'z.tf': 'variable "z" {}\n',
    })
    expect(names(module.variables)).toEqual(['a', 'b', 'z'])
    expect(findings(module)).toEqual([
      'modules/a/broken.tf:2:13: error: Invalid expression: Expected the start of an expression, but found an invalid expression token.',
      'modules/a/broken.tf.json:2:15: error: Expected a value, found "x".',
    ])
  })

  test('text that is not UTF-8 is reported, a byte order mark is not', async () => {
    const module = await read({
      'bom.tf': '\ufeffvariable "a" {}\n',
      'comment.tf': Buffer.from('variable "b" {}\n# é\nvariable "c" {}\n', 'latin1'),
      'text.tf': Buffer.from('variable "d" {\n  description = "é"\n}\nvariable "e" {}\n', 'latin1'),
      'utf16.tf': Buffer.from('\ufeffvariable "f" {}\n', 'utf16le'),
    })
    expect(names(module.variables)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(module.variables[0]?.position).toMatchObject({ line: 1, column: 1 })
    const hint = '(Save the file as UTF-8.)'
    expect(findings(module)).toEqual([
      `modules/a/comment.tf:2:3: warning: A byte in a comment is not UTF-8. ${hint}`,
      `modules/a/text.tf:2:18: error: A byte is not UTF-8. ${hint}`,
      'modules/a/utf16.tf: error: The file is UTF-16. Terraform reads UTF-8 only.',
    ])
  })

  test('a second variable of a name is reported and the first one counts', async () => {
    const module = await read({
      'main.tf': 'variable "a" {\n  default = 1\n}\n\nvariable "a" {}\nvariable "A" {}\n',
    })
    expect(module.variables).toMatchObject([{ name: 'a', default: { value: 1 } }, { name: 'A' }])
    expect(findings(module)).toEqual([
      'modules/a/main.tf:5:1: error: Duplicate variable "a", first declared at modules/a/main.tf:1.',
    ])
  })

  test('a block without its labels is reported', async () => {
    const module = await read({ 'main.tf': 'variable {}\nresource "aws_vpc" {}\nvariable "a" {}\n' })
    expect(names(module.variables)).toEqual(['a'])
    expect(findings(module)).toEqual([
      'modules/a/main.tf:1:1: error: Invalid labels on variable block: expected one label, its name, found 0.',
      'modules/a/main.tf:2:1: error: Invalid labels on resource block: expected two labels, type and name, found 1.',
    ])
  })

  test('keys that come twice in JSON, look like numbers or are written with escapes are what they are', async () => {
    const { variables, diagnostics } = await read({
      'main.tf.json':
        '{"variable": {"b": {"default": 9007199254740993}, "10": {}, "\\u0061": {}}, "variable": {"9": {}, "b": {}}}',
    })
    expect(names(variables)).toEqual(['b', '10', 'a', '9'])
    expect(variables[0]?.default?.value).toEqual(new ExactNumber('9007199254740993'))
    expect(diagnostics).toMatchObject([{ rule: 'duplicate', line: 1, column: 98 }])
  })

  test('a type that cannot be read leaves the variable in place, as any', async () => {
    const module = await read({ 'main.tf': 'variable "a" {\n  type = strng\n}\n' })
    expect(module.variables).toMatchObject([{ name: 'a', type: { kind: 'any' } }])
    expect(findings(module)).toEqual([
      'modules/a/main.tf:2:3: error: Invalid type for variable "a": unknown type "strng".',
    ])
  })

  test('reads a module from any bytes', async () => {
    const name = fc.constantFrom('main.tf', 'main.tf.json', 'override.tf', 'README.md', 'a.tofu')
    const json = fc
      .json({ maxDepth: 5 })
      .map((text) => `{"variable": {"a": ${text}}, "terraform": ${text}, "module": ${text}}`)
    const attributes = fc
      .array(
        fc.constantFrom(
          'type = any',
          'type = 5',
          'type = null',
          'default = null',
          'default = f()',
          'default = { (a) = 1 }',
          'validation = null',
          'validation {\n}',
          'validation "l" {\n}',
          'validation {\n condition = true\n error_message = null\n}',
          'sensitive = 1',
          'nullable = null',
          'description = null',
          'description = <<A\n${b}\nA',
        ),
      )
      .map((lines) => `variable "a" {\n${lines.join('\n')}\n}\noutput "a" {\n${lines.join('\n')}\n}\n`)
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .oneof(json, attributes, fc.string({ unit: 'grapheme' }))
        .map((text) => new TextEncoder().encode(text)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, bytes), { maxLength: 3 }), async (files) => {
        expect((await read(Object.fromEntries(files))).path).toBe('modules/a')
      }),
      { numRuns: caseCount(300) },
    )
  })

  test('files that are much too large, much too deep or full of NUL are findings', async () => {
    const module = await read({
      'deep.tf': `x = ${'['.repeat(100_000)}`,
      'deep.tf.json': `{"variable": {"a": {"default": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}}`,
      'nul.tf': new Uint8Array(4_000_000),
      'large.tf': '# comment\n'.repeat(600_000),
      'z.tf': `variable "z" {\n  description = "${'z'.repeat(4_000_000)}"\n}\n`,
    })
    expect(findings(module).map((text) => text.replace('modules/a/', ''))).toEqual([
      'deep.tf:1:404: error: Nesting exceeds 400 levels.',
      'deep.tf.json:1:229: error: Nesting exceeds 200 levels.',
      'large.tf: error: The file exceeds 5000000 characters.',
      'nul.tf:1:1: error: Expected an argument or a block, found "\\u0000".',
    ])
    expect(names(module.variables)).toEqual(['z'])
  })
})

describe('defaults', () => {
  test('no default, null and the empty text are three different things', async () => {
    expect((await readOne('type = string')).default).toBeUndefined()
    expect((await readOne('default = null')).default).toEqual({ value: null })
    expect((await readOne('default = ""')).default).toEqual({ value: '' })
  })

  test.each([
    ['false', false],
    ['0', 0],
    ['""', ''],
    ['[]', []],
    ['{}', {}],
  ])('the falsy default %s is a default', async (text, value) => {
    expect((await readOne(`default = ${text}`)).default).toEqual({ value })
  })

  test('a required bool has no default', async () => {
    expect(await readOne('type = bool')).toMatchObject({ type: { kind: 'bool' }, default: undefined })
  })

  test('a default is converted to the type as Terraform does, at any depth', async () => {
    expect(await readDefault('type = number\ndefault = "5"')).toBe(5)
    expect(await readDefault('type = string\ndefault = 5')).toBe('5')
    expect(await readDefault('type = bool\ndefault = "true"')).toBe(true)
    expect(await readDefault('type = map(string)\ndefault = { a = 1, b = true }')).toEqual({
      a: '1',
      b: 'true',
    })
    expect(
      await readDefault(
        'type = list(object({ port = number }))\ndefault = [{ port = "80" }, { port = null }]',
      ),
    ).toEqual([{ port: 80 }, { port: null }])
    expect(await readDefault('type = number\ndefault = "0x10"')).toBe('0x10')
  })

  test('negative numbers and texts with escapes are constants', async () => {
    expect(await readDefault('default = [-1, -0.5e2, "a\\n\\"b\\"", "$${x} %%{y}"]')).toEqual([
      -1,
      -50,
      'a\n"b"',
      '${x} %{y}',
    ])
  })

  test('a partial default of an object stays as partial as it is', async () => {
    expect(
      await readDefault(
        'type = object({ a = optional(string, "x"), b = optional(number) })\ndefault = { b = 1 }',
      ),
    ).toEqual({ b: 1 })
  })

  test('a default that is calculated from constants has its value', async () => {
    expect(await readDefault('type = number\ndefault = 24 * (60 * 60)')).toBe(86400)
    expect(await readDefault('type = list(string)\ndefault = [for n in [1, 2] : "host-${n}"]')).toEqual([
      'host-1',
      'host-2',
    ])
    const type = 'object({ ttl = optional(number, 24 * 60 * 60), list = optional(list(string), [1 + 1]) })'
    const module = await read({ 'main.tf': `variable "x" {\n  type = ${type}\n}\n` })
    expect(findings(module)).toEqual([])
    expect(module.variables).toMatchObject([
      { typeExpression: type, type: { attributes: [{ default: 86400 }, { default: ['2'] }] } },
    ])
  })

  test('a default that only Terraform can compute is not shown as if it were a text', async () => {
    const module = await read({ 'main.tf': 'variable "x" {\n  type = number\n  default = 1 / 3\n}\n' })
    expect(module.variables).toMatchObject([{ default: { value: null } }])
    expect(findings(module)).toEqual([
      'modules/a/main.tf:3:3: note: The default of variable "x" is computed by Terraform, so it is not shown.',
    ])
  })

  test('a default that calls a function is one that Terraform rejects', async () => {
    const module = await read({ 'main.tf': 'variable "x" {\n  default = [max(1, 2)]\n}\n' })
    expect(findings(module)).toEqual([
      'modules/a/main.tf:2:3: error: The default of variable "x" must be a constant, but calls the function max. (Terraform rejects it. Use a literal value, or compute the value in a local.)',
    ])
  })

  test('a number becomes a text as Terraform writes it: without an exponent', async () => {
    expect(await readDefault('type = string\ndefault = 1e21')).toBe('1000000000000000000000')
    expect(await readDefault('type = string\ndefault = 0.0000001')).toBe('0.0000001')
    expect(await readDefault('type = string\ndefault = -1.50')).toBe('-1.5')
    const texts = await readDefault('type = map(string)\ndefault = { x = 1.5e300, y = 12e-3 }')
    expect(texts).toEqual({ x: `15${'0'.repeat(299)}`, y: '0.012' })
  })

  test('the default of an optional attribute is converted to its type', async () => {
    const { type } = await readOne(
      'type = object({ a = optional(number, "5"), b = optional(string, false), c = optional(map(string), { g = true }) })',
    )
    expect(printType(type)).toBe(
      'object({ a = optional(number, 5), b = optional(string, "false"), c = optional(map(string), { g = "true" }) })',
    )
  })

  // As Terraform 1.11 judges them.
  test.each([
    ['list(number)', 'false'],
    ['list(number)', '"x"'],
    ['number', '"abc"'],
    ['number', '" 5"'],
    ['bool', '"yes"'],
    ['bool', '1'],
    ['object({ a = string })', '{}'],
    ['map(number)', '{ a = "x" }'],
    ['map(string)', '["a"]'],
    ['list(string)', '{}'],
    ['tuple([string, number])', '["a"]'],
    ['tuple([string, number])', '["a", "5", 1]'],
    ['string', '["a"]'],
    ['object({ a = optional(number, "abc") })', '{}'],
    ['list(object({ a = optional(list(string), "abc") }))', '[]'],
  ])('a default that does not fit its type is an error: %s = %s', async (type, value) => {
    const module = await read({ 'main.tf': `variable "x" {\ntype = ${type}\ndefault = ${value}\n}\n` })
    expect(module.diagnostics).toMatchObject([
      { rule: 'default', severity: 'error', file: 'modules/a/main.tf' },
    ])
  })

  test.each([
    ['bool', '"1"'],
    ['object({ a = string })', '{ a = null }'],
    ['object({ a = string })', '{ a = "x", b = 1 }'],
    ['string', 'null'],
    ['set(string)', '["a", "a", null]'],
    ['tuple([string, number])', '["a", "5"]'],
    ['list(any)', '["a", 1]'],
    ['any', '[1, {}]'],
    ['list(object({ a = string, b = optional(number) }))', '[{ a = 1, b = "2" }]'],
  ])('a default that fits its type is none: %s = %s', async (type, value) => {
    const module = await read({ 'main.tf': `variable "x" {\ntype = ${type}\ndefault = ${value}\n}\n` })
    expect(module.diagnostics).toEqual([])
  })

  test('null as the default of what must not be null is an error', async () => {
    const module = await read({
      'main.tf': 'variable "x" {\ntype = string\ndefault = null\nnullable = false\n}\n',
    })
    expect(findings(module)).toEqual([expect.stringContaining('is null, but the variable is not nullable')])
  })

  test('a set has each element once, in the order in which they are written', async () => {
    expect(await readDefault('type = set(string)\ndefault = ["b", "a", "b"]')).toEqual(['b', 'a'])
  })
})

describe('types', () => {
  test.each([
    ['default = "a"', 'string'],
    ['default = []', 'list(any)'],
    ['default = ["a"]', 'list(string)'],
    ['default = { a = 1 }', 'map(number)'],
    ['default = null', 'any'],
    ['', 'any'],
  ])('without a type, %s means %s', async (block, type) => {
    const variable = await readOne(block)
    expect([printType(variable.type), variable.typeDeclared]).toEqual([type, false])
  })

  test('any is a declared type', async () => {
    expect(await readOne('type = any\ndefault = 1')).toMatchObject({
      type: { kind: 'any' },
      typeDeclared: true,
    })
    expect(printType((await readOne('type = list(any)')).type)).toBe('list(any)')
  })

  test.each(['"string"', '"list"', 'list', 'map', '"map"'])(
    'the old form %s is read with a warning',
    async (type) => {
      const module = await read({ 'main.tf': `variable "x" {\n  type = ${type}\n}\n` })
      expect(module.variables).toMatchObject([
        { type: { kind: type.replaceAll('"', '') }, typeDeclared: true },
      ])
      expect(module.diagnostics).toMatchObject([{ severity: 'warning', rule: 'type', line: 2 }])
    },
  )

  test('comments, new lines and defaults inside a type are understood', async () => {
    const variable = await readOne(`type = list(object({
    # the name
    name = string // of it
    /* and
       its */ ports = optional(list(number), [80, 443])
    nested = optional(object({ deep = optional(bool, false) }), {})
  }))`)
    expect(layOutType(variable.type)).toMatchInlineSnapshot(`
      "list(object({
        name = string
        ports = optional(list(number), [80, 443])
        nested = optional(object({ deep = optional(bool, false) }), {})
      }))"
    `)
  })
})

describe('properties', () => {
  test('sensitive, ephemeral and nullable are read, and are what Terraform takes them for if absent', async () => {
    expect(await readOne('')).toMatchObject({ sensitive: false, ephemeral: false, nullable: true })
    expect(
      await readOne('sensitive = true\nephemeral = true\nnullable = false\ndefault = {}\ntype = object({})'),
    ).toMatchObject({ sensitive: true, ephemeral: true, nullable: false })
  })

  test('arguments of later Terraform versions are no problem', async () => {
    const module = await read({
      'main.tf':
        'variable "x" {\n  const = true\n  deprecated = "Use y."\n}\noutput "o" {\n  value = 1\n  ephemeral = true\n  precondition {\n    condition = true\n    error_message = "No."\n  }\n}\n',
    })
    expect(module).toMatchObject({
      variables: [{ name: 'x', const: true, deprecated: 'Use y.' }],
      outputs: [{ name: 'o', ephemeral: true, preconditions: [{ condition: 'true', errorMessage: 'No.' }] }],
      diagnostics: [],
    })
  })

  test.each([
    ['"a: b # c \\"d\\" \'e\'"', 'a: b # c "d" \'e\''],
    ['<<-EOT\n    First.\n      Second.\n    EOT', 'First.\n  Second.\n'],
    ['<<EOT\n  First.\nEOT', '  First.\n'],
    ['"  blanks  "', '  blanks  '],
    ['"😀 שלום \\u00e9"', '😀 שלום é'],
    ['"$${not} %%{templates}"', '${not} %{templates}'],
    ['"a ${var.b} c"', undefined],
    ['""', ''],
  ])('the description %s is read as it is meant', async (text, expected) => {
    expect((await readOne(`description = ${text}`)).description).toBe(expected)
  })

  test('every validation is kept with its source and its message', async () => {
    const { validations } = await readOne(`type = number
  validation {
    condition     = var.x > 1 && var.x < 9 # bounds
    error_message = "Between 1 and 9."
  }
  validation {
    condition     = var.x != var.y
    error_message = "Not \${var.y}-\${var.z}"
  }`)
    expect(validations).toMatchObject([
      {
        position: { line: 3, column: 3 },
        condition: 'var.x > 1 && var.x < 9',
        errorMessage: 'Between 1 and 9.',
        constraints: [
          { path: '', exclusiveMinimum: 1 },
          { path: '', exclusiveMaximum: 9 },
        ],
      },
      { condition: 'var.x != var.y', errorMessage: 'Not y-z', constraints: [] },
    ])
  })

  test('variables may have the names of YAML keywords and of properties that every object has', async () => {
    const odd = ['on', 'no', 'null', 'y', '__proto__', 'constructor', 'toString', 'a'.repeat(60)]
    const text = odd.map((name) => `variable "${name}" {\n  default = "${name}"\n}\n`).join('')
    expect((await readVariables(text)).map(({ name, default: value }) => [name, value?.value])).toEqual(
      odd.map((name) => [name, name]),
    )
  })
})

describe('the rest of a module', () => {
  test('is read with positions', async () => {
    const module = await read({
      'main.tf': `terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.0"
      configuration_aliases = [aws.a, aws.b] # two
    }
  }
  backend "s3" {
    bucket = "state"
  }
}
provider "aws" {
  alias = "a"
}
ephemeral "random_password" "db" {}
resource "aws_vpc" "this" {
  provider = aws.a
}
moved {
  from = aws_vpc.old
  to   = aws_vpc.this
}
import {
  to = aws_vpc.this
  id = "vpc-1"
}
removed {
  from = aws_vpc.gone
}
check "health" {
  assert {
    condition     = true
    error_message = "Down."
  }
}
output "id" {
  value = "\${aws_vpc.this.id}-\${local.name}"
}
`,
    })
    expect(module).toMatchObject({
      requiredProviders: [
        {
          name: 'aws',
          version: '~> 5.0',
          configurationAliases: [
            { name: 'aws', alias: 'a' },
            { name: 'aws', alias: 'b' },
          ],
        },
      ],
      backend: { type: 's3', position: { line: 9, column: 3 } },
      providerConfigurations: [{ name: 'aws', alias: 'a' }],
      resources: [
        { mode: 'ephemeral', type: 'random_password', provider: { name: 'random', alias: undefined } },
        { mode: 'managed', type: 'aws_vpc', provider: { name: 'aws', alias: 'a' } },
      ],
      refactorings: [
        { kind: 'moved', from: 'aws_vpc.old', to: 'aws_vpc.this', position: { line: 20 } },
        { kind: 'import', from: undefined, to: 'aws_vpc.this' },
        { kind: 'removed', from: 'aws_vpc.gone', to: undefined },
      ],
      checks: [{ name: 'health', assertions: [{ condition: 'true', errorMessage: 'Down.' }] }],
      outputs: [{ references: ['aws_vpc.this.id', 'local.name'] }],
      diagnostics: [],
    })
  })
})

describe('calls', () => {
  test('a computed source is no error and no source', async () => {
    const module = await read({
      'main.tf':
        'module "a" {\n  source = var.source\n}\nmodule "b" {\n  source = "git::https://example.com/b?ref=${var.tag}"\n}\nmodule "c" {\n  source = "./c"\n  version = "~> 1"\n}\n',
    })
    expect(module.moduleCalls).toMatchObject([
      { name: 'a', source: undefined },
      { name: 'b', source: undefined },
      { name: 'c', source: './c', version: '~> 1' },
    ])
    expect(module.diagnostics).toEqual([])
  })
})
