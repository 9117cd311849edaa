import { describe, expect, it } from 'vitest'
import { printCheckModule } from './print-check-module.ts'
import { readProblems } from './read-problems.ts'

const print = (files: Readonly<Record<string, string>>) =>
  printCheckModule(
    Object.entries(files).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) })),
  )

const rule = (condition: string, message = '"No."') =>
  `validation {\n    condition = ${condition}\n    error_message = ${message}\n  }`

describe('printCheckModule', () => {
  it('keeps variables with their rules, and the locals that these need', async () => {
    const module = await print({
      'main.tf': `variable "a" {
  type        = object({ b = optional(string, "x") })
  description = "not needed"
  ${rule('var.a.b == local.one && var.c != ""', '"Not ${var.c}."')}
}
variable "c" {
  default  = "x"
  nullable = false
}
locals {
  one = local.two
  two = "2"
  arn = aws_vpc.this.arn
}
resource "aws_vpc" "this" {}
`,
    })
    expect([...module.files.keys()]).toEqual(['variable_0.tf', 'variable_1.tf', 'locals.tf'])
    expect(module.files.get('variable_0.tf')).toBe(`variable "a" {
  type = object({ b = optional(string, "x") })
  default = null
  validation {
    condition = var.a == null ? true : (
var.a.b == local.one && var.c != ""
    )
    error_message = var.a == null ? "-" : (
"Not \${var.c}."
    )
  }
}
`)
    expect(module.files.get('variable_1.tf')).toBe('variable "c" {\n  default = "x"\n  nullable = false\n}\n')
    expect(module.files.get('locals.tf')).toBe('locals {\n  one = local.two\n  two = "2"\n}\n')
    expect([[...module.variables], module.unchecked]).toEqual([
      [
        ['variable_0.tf', 'a'],
        ['variable_1.tf', 'c'],
      ],
      [],
    ])
  })

  it.each([
    ['data.aws_region.this.name == var.a'],
    ['local.arn == var.a'],
    ['file("${path.module}/x") == var.a'],
    ['fileexists(var.a)'],
    ['provider::aws::arn_parse(var.a).service == "s3"'],
    ['module.b.c == var.a'],
    ['var.a == path.root'],
  ])('leaves out a rule that needs more than variables: %s', async (condition) => {
    const text = `variable "a" {\n  ${rule('var.a != ""')}\n  ${rule(condition)}\n}\nlocals { arn = aws_vpc.this.arn }\n`
    const module = await print({ 'main.tf': text })
    expect(module.unchecked).toEqual(['a'])
    expect(module.files.get('variable_0.tf')?.match(/validation/g)).toHaveLength(1)
  })

  it('takes names that expressions bind for what they are', async () => {
    const module = await print({
      'main.tf': `variable "a" {\n  ${rule('alltrue([for zone in var.a : zone.size > 1])')}\n}\n`,
    })
    expect(module.unchecked).toEqual([])
  })

  it('reads JSON, and applies override files', async () => {
    const module = await print({
      'a.tf.json': JSON.stringify({ variable: { a: { type: 'list(string)', default: ['x'] } } }),
      'b.tf': 'variable "b" {\n  type = string\n}\n',
      'b_override.tf': 'variable "b" {\n  default = "y"\n}\n',
    })
    expect([...module.files.values()]).toEqual([
      'variable "a" {\n  type = list(string)\n  default = ["x"]\n}\n',
      'variable "b" {\n  type = string\n  default = "y"\n}\n',
    ])
  })
})

describe('readProblems', () => {
  const variables = new Map([
    ['variable_0.tf', 'a'],
    ['variable_1.tf', 'b'],
  ])
  const place = { file: 'values.tfvars.json', line: 1, column: 1 }
  const error = (summary: string, detail: string, file = place.file) => ({
    ...{ severity: 'error' as const, summary, detail, place: { ...place, file } },
  })

  it.each([
    [
      error(
        'Invalid value for variable',
        'Two\nlines.\n\nThis was checked by the validation rule at variable_1.tf:3,3-13.',
      ),
      { variable: 'b', message: 'Two\nlines.' },
    ],
    [
      error(
        'Invalid value for input variable',
        'The given value is not suitable for var.a declared at variable_0.tf:1,1-13: a number is required.',
      ),
      { variable: 'a', message: 'A number is required.' },
    ],
    [
      error('Error in function call', 'Call to function "regex" failed.', 'variable_0.tf'),
      { variable: 'a', message: 'Call to function "regex" failed.' },
    ],
    [error('Odd', ''), { message: 'Odd' }],
  ])('finds the variable of %j', (diagnostic, problem) => {
    expect(readProblems([diagnostic], { variables })).toEqual([problem])
  })

  it('leaves out warnings and what is said twice', () => {
    const twice = error('Odd', 'x')
    expect(readProblems([{ ...twice, severity: 'warning' }, twice, twice], { variables })).toEqual([
      { message: 'X' },
    ])
  })
})
