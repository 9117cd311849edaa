// Over 300 lines: whole documents, before and after, are easier to read than parts.
import { parseBlueprint, type Blueprint, type BlueprintInput } from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { parseNumber } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { exportTorque } from './export-torque.ts'

const source = { store: 'modules', path: 'rds' }

function blueprint(parts: Partial<Blueprint>): Blueprint {
  return { spec_version: 2, grains: {}, ...parts }
}

/** A blueprint whose inputs all go to one Terraform grain. */
function withInputs(inputs: Record<string, BlueprintInput | null>): Blueprint {
  const given = Object.keys(inputs).map((name) => ({ [name]: `{{ .inputs.${name} }}` }))
  return blueprint({ inputs, grains: { main: { kind: 'terraform', spec: { source, inputs: given } } } })
}

function findings(exported: Blueprint): readonly string[] {
  return exportTorque(exported).diagnostics.map(printDiagnostic)
}

/** The part of the text from a line on, as deep as that line. */
function section(text: string, name: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.trim() === `${name}:`)
  const indent = /^ */.exec(lines[start] ?? '')?.[0].length ?? 0
  const length = lines.slice(start + 1).findIndex((line) => line.trim() !== '' && line.search(/\S/) <= indent)
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).join('\n')
}

describe('exportTorque', () => {
  test('writes a file as people at Torque write them', () => {
    const { text, diagnostics } = exportTorque(
      blueprint({
        description: 'A database.',
        metadata: { 'display-name': 'Database', owners: ['@data'], icon: { path: 'graphics/db.svg' } },
        inputs: {
          engine_version: { 'allowed-values': ['15', '16'], default: '16' },
          tags: { type: 'map(string)' },
        },
        outputs: { endpoint: { value: '{{ .grains.database.outputs.endpoint }}', quick: true } },
        labels: ['managed', { team: '{{ .inputs.engine_version }}' }],
        grains: {
          database: {
            kind: 'terraform',
            'depends-on': 'network',
            spec: {
              source: { ...source, commit: 'abc' },
              version: '>= 1.3',
              inputs: [
                { engine_version: '{{ .inputs.engine_version }}' },
                { tags: '{{ .inputs.tags }}' },
                { zones: ['a', 'b'] },
              ],
              outputs: ['endpoint'],
              'env-vars': [{ AWS_REGION: 'eu-west-1' }],
              'auto-approve': false,
            },
          },
          network: { kind: 'terraform', spec: { source } },
        },
        customization: {
          'launch-form': { sections: [{ name: 'Size', inputs: [{ name: 'engine_version' }] }] },
        },
      }),
    )
    expect(diagnostics.map(printDiagnostic)).toMatchInlineSnapshot(`
      [
        "blueprint: note: Torque does not support owners; they are added to the description.",
        "blueprint: note: Torque needs an exact version instead of ">= 1.3": grain "database" gets 1.5.5, the newest match that Torque runs.",
      ]
    `)
    expect(text).toMatchInlineSnapshot(`
      "# Exported from a Groundplan blueprint.

      spec_version: 2
      description: |-
        A database.

        Owners: @data
      metadata:
        display-name: Database
        icon:
          path: graphics/db.svg
      inputs:
        agent:
          type: agent
        engine_version:
          type: string
          default: '16'
          allowed-values: ['15', '16']
        tags:
          type: string
          description: 'JSON of type: map(string)'
      outputs:
        endpoint:
          value: '{{ .grains.database.outputs.endpoint }}'
          quick: true
      labels:
        - managed
        - team: '{{ .inputs.engine_version }}'
      grains:
        database:
          kind: terraform
          depends-on: network
          spec:
            source:
              store: modules
              path: rds
              commit: abc
            agent:
              name: '{{ .inputs.agent }}'
            version: 1.5.5
            inputs:
              - engine_version: '{{ .inputs.engine_version }}'
              - tags: '{{ .inputs.tags }}'
              - zones: '["a","b"]'
            outputs: [endpoint]
            env-vars:
              - AWS_REGION: eu-west-1
            auto-approve: false
        network:
          kind: terraform
          spec:
            source:
              store: modules
              path: rds
            agent:
              name: '{{ .inputs.agent }}'
      customization:
        launch-form:
          sections:
            - name: Size
              inputs:
                - name: engine_version
      "
    `)
  })

  test('what Torque cannot check is told, and stands in the description', () => {
    const exported = withInputs({
      size: {
        type: 'number',
        description: 'Size of the disk.',
        'display-name': 'Disk',
        unit: 'GiB',
        minimum: 20,
        maximum: 100,
        'multiple-of': 1,
        default: 20,
      },
      name: { pattern: '^[a-z]+$', 'max-length': 10, not: [{ pattern: '--' }] },
    })
    expect(findings(exported)).toMatchInlineSnapshot(`
      [
        "blueprint: warning: Torque cannot check a rule of input "size"; it is added to the description: at least 20.",
        "blueprint: warning: Torque cannot check a rule of input "size"; it is added to the description: at most 100.",
        "blueprint: note: Torque does not support display-name on inputs; it is added to the description of "size".",
        "blueprint: note: Torque does not support unit on inputs; it is added to the description of "size".",
        "blueprint: warning: Torque cannot check a rule of input "name"; it is added to the description: at most 10 characters.",
        "blueprint: warning: Torque cannot check a rule of input "name"; it is added to the description: not matching --.",
      ]
    `)
    expect(section(exportTorque(exported).text, 'inputs')).toMatchInlineSnapshot(`
      "inputs:
        agent:
          type: agent
        size:
          type: string
          description: |-
            Disk

            Size of the disk.

            Unit: GiB

            Accepts: 20 to 100
          default: '20'
          pattern: ^-?[0-9]+$
        name:
          type: string
          description: 'Accepts: at most 10 characters; not matching --'
          pattern: ^[a-z]+$"
    `)
  })

  test('values of every type are texts that Torque reads as the same', () => {
    const exported = withInputs({
      big: { type: 'number', default: parseNumber('9007199254740993') },
      flag: { type: 'bool', default: false },
      list: { type: 'list(number)', default: [1, parseNumber('1e400')] },
      none: { optional: true },
      maybe: { type: 'bool', optional: true },
      zone: { pattern: '^[a-c]$', optional: true },
      logs: { type: 'set(string)', default: ['a'], constraints: { '[*]': { 'allowed-values': ['a', 'b'] } } },
    })
    expect(findings(exported)).toEqual([])
    expect(section(exportTorque(exported).text, 'inputs')).toMatchInlineSnapshot(`
      "inputs:
        agent:
          type: agent
        big:
          type: string
          default: '9007199254740993'
          pattern: ^-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$
        flag:
          type: string
          default: 'false'
          allowed-values: ['true', 'false']
        list:
          type: string
          description: 'JSON of type: list(number)'
          default: '[1,1e400]'
        none:
          type: string
          default: 'null'
        maybe:
          type: string
          default: 'null'
          allowed-values: ['true', 'false', 'null']
        zone:
          type: string
          default: 'null'
          pattern: ^null$|(?:^[a-c]$)
        logs:
          type: string
          description: 'JSON of type: set(string)'
          style: multi-select
          default: '["a"]'
          allowed-values: [a, b]"
    `)
  })

  test('a default in which Torque evaluates expressions is told, also deep in lists and maps', () => {
    const exported = withInputs({
      text: { default: '{{ .inputs.list }}' },
      list: { type: 'list(string)', default: ['{{ .grains.db.outputs.host }}', 'plain'] },
      deep: { type: 'map(list(string))', default: { a: ['b', '{{ .inputs.text }}'] } },
      plain: { type: 'list(string)', default: ['{', '}'] },
    })
    expect(findings(exported)).toEqual(
      ['text', 'list', 'deep'].map((name) =>
        expect.stringContaining(`The default of input "${name}" is plain text in Groundplan, but Torque`),
      ),
    )
  })

  test('an input that stands in a text is empty, not null, where nothing is given', () => {
    const grain = {
      kind: 'terraform' as const,
      spec: { source, inputs: [{ name: 'x-{{ .inputs.suffix }}' }] },
    }
    const { text } = exportTorque(
      blueprint({ inputs: { suffix: { optional: true } }, grains: { main: grain } }),
    )
    expect(section(text, 'suffix')).toContain("default: ''")
  })

  test('names that Torque refuses change everywhere', () => {
    const { text, diagnostics } = exportTorque(
      blueprint({
        inputs: { az: null, agent: null },
        outputs: { id: { value: '{{ .grains.s3.outputs.id }}' } },
        grains: {
          s3: {
            kind: 'terraform',
            spec: { source, inputs: [{ az: '{{ .inputs.az }}' }, { agent: '{{ .inputs.agent }}' }] },
          },
          after: { kind: 'terraform', 'depends-on': 's3', spec: { source } },
        },
        customization: { 'launch-form': { sections: [{ name: 'Place', inputs: [{ name: 'az' }] }] } },
      }),
    )
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message.slice(0, 40)}`)).toMatchInlineSnapshot(`
      [
        "renamed: Renamed "az" to "az_input": Torque names",
        "renamed: Renamed "id" to "id_output": Torque name",
        "renamed: Renamed "s3" to "s3_grain": Torque names",
      ]
    `)
    expect(text).toMatchInlineSnapshot(`
      "# Exported from a Groundplan blueprint.

      spec_version: 2
      inputs:
        torque_agent:
          type: agent
        az_input:
          type: string
        agent:
          type: string
      outputs:
        id_output:
          value: '{{ .grains.s3_grain.outputs.id }}'
      grains:
        s3_grain:
          kind: terraform
          spec:
            source:
              store: modules
              path: rds
            agent:
              name: '{{ .inputs.torque_agent }}'
            inputs:
              - az: '{{ .inputs.az_input }}'
              - agent: '{{ .inputs.agent }}'
        after:
          kind: terraform
          depends-on: s3_grain
          spec:
            source:
              store: modules
              path: rds
            agent:
              name: '{{ .inputs.torque_agent }}'
      customization:
        launch-form:
          sections:
            - name: Place
              inputs:
                - name: az_input
      "
    `)
  })

  test('grains of other tools stay, without what the schema refuses', () => {
    const exported = blueprint({
      inputs: { runner: { description: 'Where it runs.' } },
      grains: {
        app: {
          kind: 'helm',
          spec: {
            source: { store: 'charts', path: 'app' },
            agent: { name: '{{ .inputs.runner }}', 'compute-service': 'x' },
            release: 5,
            inputs: [{ 'image.tag': 1.5 }, { 'bad/key': 'x' }, { list: ['a'] }],
            ouputs: ['x'],
            scripts: { 'post-helm-install': { source: { path: 'a.sh' }, outputs: ['dns'] } },
          },
        },
        infra: { kind: 'opentofu', spec: { source, version: '1.6.2' } },
      },
    })
    const { text } = exportTorque(exported)
    expect(findings(exported)).toMatchInlineSnapshot(`
      [
        "blueprint: warning: Skipped spec.agent.compute-service: Torque does not know this key.",
        "blueprint: warning: Skipped spec.inputs.1.bad/key: Torque does not accept this name.",
        "blueprint: warning: The list at spec.inputs.2.list is exported as JSON text: Torque's schema does not accept a list there.",
        "blueprint: warning: Skipped spec.ouputs: Torque does not know this key.",
      ]
    `)
    expect(text).toMatchInlineSnapshot(`
      "# Exported from a Groundplan blueprint.

      spec_version: 2
      inputs:
        runner:
          type: agent
          description: Where it runs.
      grains:
        app:
          kind: helm
          spec:
            source:
              store: charts
              path: app
            agent:
              name: '{{ .inputs.runner }}'
            release: '5'
            inputs:
              - image.tag: 1.5
              - list: '["a"]'
            scripts:
              post-helm-install:
                source:
                  path: a.sh
                outputs: [dns]
        infra:
          kind: opentofu
          spec:
            source:
              store: modules
              path: rds
            agent:
              name: '{{ .inputs.runner }}'
            version: 1.6.2
      "
    `)
  })

  test('secrets, ranges of versions and descriptions that Torque has no place for are told', () => {
    expect(
      findings(
        blueprint({
          inputs: { token: { sensitive: true, optional: true } },
          outputs: { password: { value: 'x', sensitive: true }, url: { value: 'y', description: 'Where.' } },
          labels: ['fine', 'schön', { 'a/b': 'c' }],
          grains: {
            main: {
              kind: 'terraform',
              spec: {
                source: { ...source, commit: 'a', branch: 'b' },
                version: '>= 1.6',
                inputs: [{ token: '{{ .inputs.token }}' }, { größe: 1 }, { json: '[1]' }],
                'env-vars': [{ '-x': 'y' }],
              },
            },
          },
        }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "blueprint: warning: If left empty, the secret "token" is null in Torque; the module's default is ignored.",
        "blueprint: warning: Skipped output "password": it is a secret, and Torque's schema does not support secret outputs. (If your version of Torque supports \`sensitive: true\` on outputs, add it by hand.)",
        "blueprint: warning: Skipped the description of output "url": Torque rejects it.",
        "blueprint: warning: Skipped label "schön": Torque labels may only contain letters, digits, spaces and -_.@#.",
        "blueprint: warning: Skipped label "a/b": Torque labels may only contain letters, digits, spaces and -_.@#.",
        "blueprint: warning: Skipped the version ">= 1.6" of grain "main": Torque only runs Terraform 0.14 to 1.5.5. (Add \`binary\` with the URL of a zip of the version you need.)",
        "blueprint: warning: The source of grain "main" has more than one of commit, tag and branch; the commit is exported.",
        "blueprint: warning: Skipped "größe" of grain "main": Torque's schema does not accept the name.",
        "blueprint: warning: The string for "json" contains JSON: Torque passes the parsed value to Terraform, not the string.",
        "blueprint: warning: Skipped "-x" of grain "main": Torque's schema does not accept the name.",
      ]
    `)
  })

  test('findings have the place that the blueprint has in its file', () => {
    const text = 'spec_version: 2\ninputs:\n  size:\n    type: number\n    minimum: 5\ngrains: {}\n'
    const parsed = parseBlueprint('a.yaml', text)
    const { diagnostics } = exportTorque(parsed.blueprint!, { file: 'a.yaml', locate: parsed.locate })
    expect(diagnostics).toMatchObject([{ file: 'a.yaml', line: 5, column: 5, rule: 'unchecked-rule' }])
  })

  test('no more findings are placed than anybody reads', () => {
    const names = Array.from({ length: 300 }, (_, index) => [
      `input_${index}`,
      { minimum: 1, type: 'number' },
    ])
    const { diagnostics } = exportTorque(blueprint({ inputs: Object.fromEntries(names) }))
    expect(diagnostics).toHaveLength(201)
    expect(diagnostics.at(-1)?.message).toBe('100 more findings are not listed.')
  })
})
