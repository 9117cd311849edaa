import type { Blueprint } from '@groundplan/blueprint'
import { readModule } from '@groundplan/terraform-module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderRoot } from './render-root.ts'
import { resolveGrain, type GrainValues } from './resolve-grain.ts'
import { escapeTemplate } from './terraform-text.ts'

const module = await readModule({
  path: '.',
  files: [
    {
      path: 'main.tf',
      bytes: new TextEncoder().encode(`
        terraform {
          required_providers {
            aws = { source = "hashicorp/aws", configuration_aliases = [aws.replica] }
          }
        }
        variable "name" {}
        variable "size" { default = 1 }
        variable "password" { sensitive = true }
        resource "aws_vpc" "this" {}
        output "id" { value = aws_vpc.this.id }
        output "password" { value = var.password }
      `),
    },
  ],
})

const blueprint: Blueprint = {
  spec_version: 2,
  inputs: { name: {}, size: { type: 'number', optional: true }, password: { sensitive: true }, role: {} },
  grains: {
    app: {
      kind: 'terraform',
      spec: {
        source: { store: 'modules', path: '.', commit: '0'.repeat(40) },
        version: '>= 1.6',
        inputs: [
          { name: '{{ .inputs.name }}' },
          { size: '{{ .inputs.size }}' },
          { password: '{{ .inputs.password }}' },
        ],
        outputs: ['id', 'password'],
        providers: {
          aws: { source: 'hashicorp/aws', 'from-space': ['region'] },
          'aws.replica': {
            settings: { region: 'eu-central-1', assume_role: { role_arn: '{{ .inputs.role }}' } },
          },
        },
      },
    },
  },
}

const values: GrainValues = {
  scope: { inputs: { name: 'a${b}', size: null, password: 'hunter2', role: null } },
  space: { 'hashicorp/aws': { region: 'eu-west-1', default_tags: { tags: { Owner: 'x' } } } },
}

function render(given: GrainValues) {
  const resolved = resolveGrain(blueprint, 'app', given)
  return { ...renderRoot(resolved, { module, source: './module' }), problems: resolved.problems }
}

describe('renderRoot', () => {
  test('writes a root module that configures the providers and calls the module', () => {
    const { files, environment, problems } = render(values)
    expect(problems).toEqual([])
    expect(environment).toEqual(new Map([['TF_VAR_password', '"hunter2"']]))
    expect(JSON.parse(files.get('terraform.tfvars.json') ?? '')).toEqual({ name: 'a${b}' })
    expect(JSON.parse(files.get('main.tf.json') ?? '')).toEqual({
      terraform: { required_version: '>= 1.6', required_providers: { aws: { source: 'hashicorp/aws' } } },
      provider: {
        aws: [
          { region: 'eu-west-1', default_tags: { tags: { Owner: 'x' } } },
          { alias: 'replica', region: 'eu-central-1', default_tags: { tags: { Owner: 'x' } } },
        ],
      },
      variable: { name: { type: 'any' }, password: { type: 'any', sensitive: true } },
      module: {
        main: {
          source: './module',
          providers: { aws: 'aws', 'aws.replica': 'aws.replica' },
          name: '${var.name}',
          password: '${var.password}',
        },
      },
      output: {
        id: { value: '${module.main.id}' },
        password: { value: '${module.main.password}', sensitive: true },
      },
    })
  })

  test('names the settings that the space lacks', () => {
    const { problems } = render({ ...values, space: {} })
    expect(problems.map(({ path, message }) => [path.join('.'), message])).toEqual([
      [
        'grains.app.spec.providers.aws.from-space.0',
        'The space does not provide "region" of the provider hashicorp/aws, which "aws" needs.',
      ],
    ])
  })

  test('an expression that cannot be evaluated is a problem', () => {
    const { problems } = render({ ...values, scope: { inputs: {} } })
    expect(problems.map(({ path }) => path.join('.'))).toContain('grains.app.spec.inputs.0.name')
  })

  test('a secret is never in a file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 12 }), (secret) => {
        const inputs = { name: 'a', size: 2, password: secret, role: 'b' }
        const { files } = render({ ...values, scope: { inputs } })
        expect([...files.values()].join('')).not.toContain(JSON.stringify(secret).slice(1, -1))
      }),
    )
  })
})

describe('escapeTemplate', () => {
  test('leaves no template', () => {
    expect(escapeTemplate('${a} %{b} $c $${d}')).toBe('$${a} %%{b} $c $$${d}')
  })
})
