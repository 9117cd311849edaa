import { evaluate, printBlueprint } from '@groundplan/blueprint'
import { describe, expect, it, test } from 'vitest'
import { composeBlueprint } from '../compose-blueprint.ts'
import { composeRoot, planRoot, sinkWith } from './__fixtures__/root-module.ts'

describe('an argument of a call', () => {
  test.each([
    ['text = "${module.net.vpc_id}"', '{{ .grains.net.outputs.vpc_id }}'],
    ['text = module.net.subnet_ids[0]', '{{ .grains.net.outputs.subnet_ids[0] }}'],
    ['text = module.net.zones["a"]', '{{ .grains.net.outputs.zones.a }}'],
    ['text = module.net.zones["a b"]', '{{ .grains.net.outputs.zones["a b"] }}'],
    ['text = module.net.zones.size', '{{ .grains.net.outputs.zones["size"] }}'],
    ['text = module.net.zones[var.zone]', '{{ .grains.net.outputs.zones | key_access: .inputs.zone }}'],
    ['text = "x-${var.who}"', 'x-{{ .inputs.who }}'],
    [
      'text = "${local.prefix}-${module.net.vpc_id}"',
      'app-{{ .inputs.who }}-{{ .grains.net.outputs.vpc_id }}',
    ],
    ['text = local.tags.who', 'app-{{ .inputs.who }}'],
    ['text = format("%s/%s", var.who, "a")', '{{ .inputs.who }}/a'],
    ['text = join("-", ["a", var.who])', 'a-{{ .inputs.who }}'],
    ['text = join(",", module.net.subnet_ids)', '{{ .grains.net.outputs.subnet_ids | join: "," }}'],
    ['text = upper(var.who)', '{{ .inputs.who | upcase }}'],
    ['text = true ? var.who : "b"', '{{ .inputs.who }}'],
    ['ids = [module.net.vpc_id, "b"]', ['{{ .grains.net.outputs.vpc_id }}', 'b']],
    ['ids = concat([module.net.vpc_id], ["b"])', ['{{ .grains.net.outputs.vpc_id }}', 'b']],
    [
      'ids = toset([for each in ["a", "b"] : "${each}-${var.who}"])',
      ['a-{{ .inputs.who }}', 'b-{{ .inputs.who }}'],
    ],
    ['ids = module.net.subnet_ids[*]', '{{ .grains.net.outputs.subnet_ids }}'],
    ['tags = { vpc = module.net.vpc_id }', { vpc: '{{ .grains.net.outputs.vpc_id }}' }],
    ['tags = merge(local.tags, { a = "b" })', { team: 'shop', who: 'app-{{ .inputs.who }}', a: 'b' }],
    ['tags = var.extra', '{{ .inputs.extra }}'],
    ['number = 2 * 3', 6],
    ['number = length(module.net.subnet_ids)', '{{ .grains.net.outputs.subnet_ids | size }}'],
    ['password = module.net.password', '{{ .grains.net.outputs.password }}'],
  ])('%s becomes %j', async (argument, expected) => {
    const { grains } = await composeRoot(sinkWith(argument))
    const inputs = (grains['sink']?.spec as { inputs: Record<string, unknown>[] }).inputs
    expect(Object.assign({}, ...inputs)).toEqual({ [argument.split(' ')[0] ?? '']: expected })
  })

  test.each([
    ['text = terraform.workspace', 'the workspace'],
    ['text = data.aws_region.here.name', 'data source'],
    ['text = aws_vpc.main.id', '"aws_vpc"'],
    ['text = sha256(var.who)', 'function "sha256"'],
    ['tags = merge(var.extra, { a = "b" })', 'only known at launch'],
    ['text = var.who == "a" ? "b" : "c"', 'only known at launch'],
    ['text = module.net.missing', 'no output "missing"'],
    ['text = module.other.id', 'not a part'],
    ['text = "a {{ b ${var.who}"', '"{{"'],
  ])('%s is an error with its place and the next step', async (argument, reason) => {
    const { diagnostics } = await planRoot(sinkWith(argument))
    expect(diagnostics).toMatchObject([
      { severity: 'error', rule: 'computed-argument', line: 15, message: expect.stringContaining(reason) },
    ])
    expect(diagnostics[0]?.hint).toContain('groundplan blueprint generate')
  })

  test.each([
    'password = "changeme"',
    'password = 1234',
    'password = local.prefix',
    'password = "p-${var.who}"',
    'password = join("", ["change", "me"])',
  ])('%s is never written, because the input is a secret', async (argument) => {
    const plan = await planRoot(sinkWith(argument))
    expect(plan.diagnostics).toMatchObject([{ severity: 'error', rule: 'secret', line: 15 }])
    expect(printBlueprint(composeBlueprint(plan, { name: 'shop' }))).not.toMatch(/changeme|1234|p-/)
  })

  it('evaluates to what Terraform computes', async () => {
    const { grains } = await composeRoot(sinkWith('text = "${local.prefix}-${module.net.subnet_ids[1]}"'))
    const [text] = Object.values(
      (grains['sink']?.spec as { inputs: Record<string, string>[] }).inputs[0] ?? {},
    )
    const scope = { inputs: { who: 'me' }, grains: { net: { outputs: { subnet_ids: ['s0', 's1'] } } } }
    expect(evaluate(text ?? '', scope)).toEqual({ ok: true, value: 'app-me-s1' })
  })

  it('is read in JSON syntax too', async () => {
    const root = {
      variable: { who: { type: 'string' } },
      module: {
        net: { source: '../net', name: 'n' },
        sink: {
          source: '../sink',
          text: '${module.net.vpc_id}',
          tags: { a: 'x "${var.who}"' },
          ids: ['${module.net.zones["a"]}'],
        },
      },
    }
    const { grains } = await composeRoot(JSON.stringify(root), 'main.tf.json')
    expect(grains['sink']?.spec).toMatchObject({
      inputs: [
        { text: '{{ .grains.net.outputs.vpc_id }}' },
        { ids: ['{{ .grains.net.outputs.zones.a }}'] },
        { tags: { a: 'x "{{ .inputs.who }}"' } },
      ],
    })
  })
})

test('a variable that fills a secret has no default in the blueprint, and the field is required', async () => {
  const root =
    'variable "password" {\n  default = "changeme"\n}\nmodule "sink" {\n  source   = "../sink"\n  password = var.password\n}\n'
  const plan = await planRoot(root)
  expect(plan.diagnostics).toMatchObject([{ severity: 'warning', rule: 'root-default', line: 1 }])
  const { inputs } = composeBlueprint(plan, { name: 'shop' })
  expect(inputs).toEqual({ password: { type: 'string', sensitive: true } })
})

test('calls with for_each and count are a grain for each copy, and references find the right one', async () => {
  const { grains } = await composeRoot(`
locals {
  nets = { blue = "10.0.0.0/16", "green net" = "10.1.0.0/16" }
}
module "net" {
  source   = "../net"
  for_each = local.nets
  name     = "\${each.key}-\${each.value}"
}
module "sink" {
  source = "../sink"
  count  = 2
  text   = module.net["blue"].vpc_id
  ids    = [for net in module.net : net.vpc_id]
  number = count.index
}
module "last" {
  source     = "../sink"
  ids        = module.sink[*].endpoint
  depends_on = [module.net]
}
`)
  expect(Object.keys(grains)).toEqual(['net-blue', 'net-green-net', 'sink-0', 'sink-1', 'last'])
  expect(grains['net-green-net']?.spec).toMatchObject({ inputs: [{ name: 'green net-10.1.0.0/16' }] })
  expect(grains['sink-1']).toMatchObject({
    'depends-on': 'net-blue,net-green-net',
    spec: {
      inputs: [
        { text: '{{ .grains.net-blue.outputs.vpc_id }}' },
        { ids: ['{{ .grains.net-blue.outputs.vpc_id }}', '{{ .grains.net-green-net.outputs.vpc_id }}'] },
        { number: 1 },
      ],
    },
  })
  expect(grains['last']).toMatchObject({
    'depends-on': 'net-blue,net-green-net,sink-0,sink-1',
    spec: {
      inputs: [{ ids: ['{{ .grains.sink-0.outputs.endpoint }}', '{{ .grains.sink-1.outputs.endpoint }}'] }],
    },
  })
})
