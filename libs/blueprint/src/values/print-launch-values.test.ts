import { describe, expect, it } from 'vitest'
import { parseBlueprint } from '../parse-blueprint.ts'
import type { LaunchValues } from './launch-values.ts'
import { printLaunchValues, valueFormats } from './print-launch-values.ts'

const { blueprint = { spec_version: 2 as const, grains: {} } } = parseBlueprint(
  'shop.yaml',
  `spec_version: 2
inputs:
  region: {}
  size: { type: number, default: 2 }
  zones: { type: list(string), optional: true }
  extra: { type: any, optional: true }
  password: { sensitive: true }
  token: { ephemeral: true }
  unused: { sensitive: true, optional: true }
grains:
  network:
    kind: terraform
    spec:
      source: { store: modules, path: network, commit: c1 }
      inputs:
        - name: 'shop-{{ .inputs.region }}'
        - size: '{{ .inputs.size }}'
        - zones: '{{ .inputs.zones }}'
        - tags: { region: '{{ .inputs.region }}', team: a }
        - secret: '{{ .inputs.password }}'
      outputs: [id]
  database:
    kind: terraform
    spec:
      source: { store: modules, path: ., tag: v2 }
      inputs:
        - network: '{{ .grains.network.outputs.id }}'
        - address: 'db.{{ .grains.network.outputs.id }}'
`,
)

const launch: LaunchValues = {
  ...{ name: 'shop', version: '1.2.0', environment: `Ada's shop`, blueprint },
  values: { zones: ['a', 'b'], region: 'eu ${x}', extra: '5', password: 'hunter2', token: 'hunter2' },
}

describe('the values of a launch', () => {
  it('are printed as tfvars', () => {
    expect(printLaunchValues('tfvars', launch)).toMatchInlineSnapshot(`
      "region = "eu $\${x}"
      zones = [
        "a",
        "b",
      ]
      extra = "5"
      # password: secret, left out
      # token: secret, left out
      "
    `)
  })

  it('are printed as JSON and YAML', () => {
    expect(printLaunchValues('json', launch)).toMatchInlineSnapshot(`
      "{
        "//": "Secret, left out: password, token",
        "region": "eu \${x}",
        "zones": [
          "a",
          "b"
        ],
        "extra": "5"
      }
      "
    `)
    expect(printLaunchValues('yaml', launch)).toMatchInlineSnapshot(`
      "region: "eu \${x}"
      zones:
        - a
        - b
      extra: "5"
      # password: secret, left out
      # token: secret, left out
      "
    `)
  })

  it('are printed as modules that refer to each other', () => {
    expect(printLaunchValues('module', launch)).toMatchInlineSnapshot(`
      "module "network" {
        # Replace REPOSITORY with the clone URL of "modules".
        source = "git::REPOSITORY//network?ref=c1"
        name = "shop-eu $\${x}"
        size = 2
        zones = [
          "a",
          "b",
        ]
        tags = {
          region = "eu $\${x}"
          team = "a"
        }
        secret = var.password # secret, left out
      }

      module "database" {
        # Replace REPOSITORY with the clone URL of "modules".
        source = "git::REPOSITORY?ref=v2"
        network = module.network.id
        # address = "db.{{ .grains.network.outputs.id }}" is computed by Groundplan
      }

      variable "password" {
        type      = string
        sensitive = true
      }
      "
    `)
  })

  it('are printed as a command', () => {
    expect(printLaunchValues('command', launch)).toMatchInlineSnapshot(`
      "groundplan env launch shop --version 1.2.0 \\
        --name 'Ada'\\''s shop' \\
        --set 'region=eu \${x}' \\
        --set 'zones=["a","b"]' \\
        --set 'extra="5"' \\
        --secret password \\
        --ephemeral token
      "
    `)
  })

  it('are printed without secrets, also where these are not known to be set', () => {
    const { password: _, token: __, ...values } = launch.values
    const stored = { ...launch, values, secrets: ['unused'] }
    for (const format of valueFormats) expect(printLaunchValues(format, launch)).not.toContain('hunter2')
    expect(printLaunchValues('tfvars', stored)).toContain('# unused: secret, left out')
  })
})
