// Over 300 lines: whole documents, before and after, are easier to read than parts.
import { printBlueprint } from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { describe, expect, test } from 'vitest'
import { importTorque, isTorqueBlueprint } from './import-torque.ts'

function imported(text: string): string {
  const { blueprint } = importTorque('a.yaml', text)
  return blueprint === undefined ? '' : printBlueprint(blueprint)
}

function findings(text: string): readonly string[] {
  return importTorque('a.yaml', text).diagnostics.map(printDiagnostic)
}

/** A blueprint whose inputs, given as YAML, all go to one Terraform grain. */
function withInputs(inputs: string): string {
  const names = [...inputs.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name)
  const given = names.map((name) => `        - ${name}: '{{ .inputs.${name} }}'\n`)
  return `spec_version: 2\ninputs:\n${inputs}grains:\n  main:\n    kind: terraform\n    spec:\n      source: { store: s, path: p }\n      inputs:\n${given.join('')}`
}

function inputsOf(inputs: string) {
  return importTorque('a.yaml', withInputs(inputs)).blueprint?.inputs
}

const today = `spec_version: 2
description: A database and its users
metadata:
  display-name: Database
  self-service: true
  blueprint-labels: [aws, { key: tier, value: data, initial-color: red }]
  icon: { path: graphics/db.svg }
instructions: { text: Read me. }
inputs:
  agent: { type: agent }
  creds: { type: credentials, allowed-credential-providers: [aws] }
  DB Size: { type: string, allowed-values: [small, large], default: small, style: radio }
  region: { type: parameter, parameter-name: regions }
outputs:
  endpoint: { value: '{{ .grains.db.outputs.endpoint }}', quick: true, kind: link }
  other: { value: '{{ .env_references.vpc.outputs.id }}' }
labels:
  - managed
  - env: '{{ .inputs.["DB Size"] }}'
env_references:
  vpc: { labels-selector: VPC }
grains:
  db:
    kind: terraform
    when: '{{ .inputs.region }}'
    spec:
      source: { store: modules, path: rds, branch: main }
      agent: { name: '{{ .inputs.agent }}', service-account: rds-admin }
      authentication: ['{{ .inputs.creds }}']
      version: 1.5.5
      inputs:
        - size: '{{ .inputs["DB Size"] }}'
        - subnets: '["a", "{{ .inputs.region }}"]'
        - engine_version: 1.10
        - _: '{{ .inputs.region }}'
      outputs: [endpoint]
      env-vars: [{ AWS_REGION: '{{ .inputs.region }}' }]
      scripts:
        pre-tf-init: { source: { store: s, path: a.sh } }
  app:
    kind: helm
    depends-on: db
    spec:
      agent: { name: '{{ .inputs.agent }}' }
      commands: [dep up app]
customization:
  launch-form:
    steps: { tags: { visible: false } }
    sections: [{ name: Size, icon: x, inputs: [{ name: DB Size, visible: true }, { name: agent }, { name: creds }] }]
`

describe('importTorque', () => {
  test('reads a blueprint of today', () => {
    expect(imported(today)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=.schema/blueprint.schema.json

      spec_version: 2
      description: A database and its users
      metadata:
        display-name: Database
        icon:
          path: graphics/db.svg
        blueprint-labels:
          - aws
          - key: tier
            value: data
      instructions:
        text: Read me.
      inputs:
        agent:
          type: string
        DB Size:
          type: string
          default: small
          allowed-values: [small, large]
        region:
          type: string
      outputs:
        endpoint:
          value: '{{ .grains.db.outputs.endpoint }}'
          kind: link
          quick: true
        other:
          value: '{{ .env_references.vpc.outputs.id }}'
      labels:
        - managed
        - env: '{{ .inputs.["DB Size"] }}'
      grains:
        db:
          kind: terraform
          spec:
            source:
              store: modules
              path: rds
              branch: main
            version: 1.5.5
            inputs:
              - size: '{{ .inputs["DB Size"] }}'
              - subnets: [a, '{{ .inputs.region }}']
              - engine_version: '1.10'
            outputs: [endpoint]
            env-vars:
              - AWS_REGION: '{{ .inputs.region }}'
        app:
          kind: helm
          depends-on: db
          spec:
            agent:
              name: '{{ .inputs.agent }}'
            commands: [dep up app]
      customization:
        launch-form:
          sections:
            - name: Size
              inputs:
                - name: DB Size
                - name: agent
      "
    `)
  })

  test('tells what is not carried over, where and why', () => {
    expect(findings(today)).toMatchInlineSnapshot(`
      [
        "a.yaml:5:3: note: Skipped metadata.self-service: every blueprint merged into the blueprint repository is in the catalog.",
        "a.yaml:6:53: note: Skipped metadata.blueprint-labels.1.initial-color: the catalog chooses colours.",
        "a.yaml:10:12: warning: Input "agent" is imported as a string: Groundplan has no inputs that choose an agent.",
        "a.yaml:11:3: note: Skipped inputs.creds: it only configures where or with which credentials Torque runs a grain.",
        "a.yaml:13:13: warning: Input "region" is imported as a string: Groundplan has no inputs that choose a parameter.",
        "a.yaml:13:30: warning: Skipped inputs.region.parameter-name: the choices from the parameter store are not available; users type the value.",
        "a.yaml:16:12: warning: The expression uses env_references, which Groundplan cannot evaluate.",
        "a.yaml:20:1: warning: Skipped env_references: Groundplan does not support references to other environments.",
        "a.yaml:25:5: warning: Skipped grains.db.when: Groundplan does not support conditions on grains, so the grain is always deployed.",
        "a.yaml:28:7: warning: Skipped grains.db.spec.agent: Groundplan runs Terraform itself, without agents; configure service-account on the server instead.",
        "a.yaml:29:7: warning: Skipped grains.db.spec.authentication: Groundplan uses the credentials from its own settings.",
        "a.yaml:35:11: warning: Skipped grains.db.spec.inputs.3._: Groundplan does not expand a JSON object into several values.",
        "a.yaml:38:7: warning: Skipped grains.db.spec.scripts: Groundplan does not run scripts before or after Terraform.",
        "a.yaml:41:5: warning: Grain "app" is kept, but Groundplan cannot launch grains of kind helm.",
        "a.yaml:48:5: warning: Skipped customization.launch-form.steps: Groundplan only supports sections in the form.",
        "a.yaml:49:30: warning: Skipped customization.launch-form.sections.0.icon: sections have no icons.",
        "a.yaml:49:65: warning: Skipped customization.launch-form.sections.0.inputs.0.visible: Groundplan shows every field; an optional one can be left empty.",
      ]
    `)
  })

  test('reads the keys of older versions', () => {
    const old = `spec_version: 2-preview
kind: blueprint
inputs:
  host_name: { type: execution-host, display-style: normal }
  password: { type: string, display-style: masked, validation_description: Long }
grains:
  s3:
    kind: terraform
    tf-version: 1.3.6
    condition: [{ type: approval, channels: [] }]
    spec:
      source: { path: github.com/org/samples.git//terraform/s3 }
      host: { name: '{{ .inputs.host_name }}', compute-service: eks, cloud-account: a }
      authentication: { role-arn: arn, external-id: x }
      inputs: [{ password: '{{ .inputs.password }}' }]
      ouputs: [arn]
      env_vars: [{ A: 1 }]
workflow-metadata: { type: env }
`
    expect(imported(old)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=.schema/blueprint.schema.json

      spec_version: 2
      inputs:
        password:
          type: string
          sensitive: true
          validation-description: Long
      grains:
        s3:
          kind: terraform
          spec:
            source:
              store: samples
              path: terraform/s3
            version: 1.3.6
            inputs:
              - password: '{{ .inputs.password }}'
            outputs: [arn]
            env-vars:
              - A: 1
            auto-approve: false
      "
    `)
    expect(findings(old)).toMatchInlineSnapshot(`
      [
        "a.yaml:2:1: note: Skipped kind: Torque ignores it too.",
        "a.yaml:4:3: note: Skipped inputs.host_name: it only configures where or with which credentials Torque runs a grain.",
        "a.yaml:5:29: note: Input "password" is imported as a secret because of its display-style, which Torque ignores.",
        "a.yaml:10:5: warning: Skipped grains.s3.condition: Groundplan does not support approvals before grains; the plan of this grain requires approval instead.",
        "a.yaml:12:17: warning: The source is a URL; it is imported as the repository "samples". (Connect https://github.com/org/samples as "samples".)",
        "a.yaml:13:7: warning: Skipped grains.s3.spec.host: Groundplan runs Terraform itself, without agents; configure compute-service, cloud-account on the server instead.",
        "a.yaml:14:7: warning: Skipped grains.s3.spec.authentication: Groundplan uses the credentials from its own settings.",
        "a.yaml:16:7: warning: ouputs is read as outputs; Torque ignores the misspelled key.",
        "a.yaml:17:7: warning: env_vars is read as env-vars; Torque ignores the misspelled key.",
        "a.yaml:18:1: warning: Skipped workflow-metadata: Groundplan has no workflows: users launch the blueprint, which creates an environment.",
      ]
    `)
  })

  test('a type is chosen only where everything says it', () => {
    expect(
      inputsOf(`  flag: { default: true }
  choice: { allowed-values: ['true', 'false'] }
  list: { default: '["a"]' }
  numbers: { default: '[1]' }
  map: { default: '{}' }
  nothing: { default: 'null' }
  size: { default: 20 }
  version: { default: 1.10, allowed-values: [1.10, 1.20] }
  several: { style: multi-select, allowed-values: [a, b] }
  free: { pattern: '^a*$' }
  words: { type: dictionary, default: { a: b } }
  plain:
`),
    ).toEqual({
      flag: { type: 'bool', default: true },
      choice: { type: 'bool' },
      list: { type: 'list(string)', default: ['a'] },
      numbers: { type: 'list(any)', default: [1] },
      map: { type: 'map(any)', default: {} },
      nothing: { type: 'string', optional: true },
      size: { type: 'string', default: '20' },
      version: { type: 'string', default: '1.10', 'allowed-values': ['1.10', '1.20'] },
      several: { type: 'list(string)', constraints: { '[*]': { 'allowed-values': ['a', 'b'] } } },
      free: { type: 'string', optional: true, pattern: '^a*$' },
      words: { type: 'map(string)', default: { a: 'b' } },
      plain: null,
    })
  })

  test('what is compared or joined with text stays a text', () => {
    const { blueprint } = importTorque(
      'a.yaml',
      `spec_version: 2\ninputs: { flag: { default: true }, list: { default: '[]' } }\noutputs: { x: { value: '{% if .inputs.flag == "true" %}{{ .inputs.list }}{% endif %}' } }\ngrains: {}\n`,
    )
    expect(blueprint?.inputs).toEqual({
      flag: { type: 'string', default: 'true' },
      list: { type: 'string', default: '[]' },
    })
  })

  test.each([
    ['a list', '- a\n', /expected a map/],
    ['no version', 'grains: {}\n', /has no spec_version/],
    ['the format of Colony', 'spec_version: 1\nkind: blueprint\n', /spec_version is "1"/],
    ['grains in a list', 'spec_version: 2\ngrains: [a]\n', /Expected a map under/],
    ['a family', 'spec_version: 2\nfamily: { members: {} }\n', /only groups/],
    ['a grain without a kind', 'spec_version: 2\ngrains: { a: { spec: {} } }\n', /"a" has no kind/],
    [
      'a kind that nobody knows',
      'spec_version: 2\ngrains: { a: { kind: arm, spec: {} } }\n',
      /unknown kind "arm"/,
    ],
    ['no source', 'spec_version: 2\ngrains: { a: { kind: terraform, spec: {} } }\n', /has no repository/],
    ['two keys of one name', 'spec_version: 2\ninputs: { a: {}, a: {} }\ngrains: {}\n', /defined twice/],
  ])('%s is refused with its reason', (_, text, reason) => {
    const { blueprint, diagnostics } = importTorque('a.yaml', text)
    expect(blueprint).toBeUndefined()
    expect(diagnostics.find(({ severity }) => severity === 'error')?.message).toMatch(reason)
  })

  test('a blueprint without grains is read, with a warning', () => {
    const { blueprint, diagnostics } = importTorque('a.yaml', 'spec_version: 2\ninputs: { a: {} }\n')
    expect(blueprint).toMatchObject({ inputs: { a: { type: 'string' } }, grains: {} })
    expect(diagnostics).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('no grains') },
    ])
  })

  test('outputs that are used without being declared are declared', () => {
    const text =
      'spec_version: 2\noutputs: { a: { value: "{{ .grains.db.outputs.url }}" } }\ngrains: { db: { kind: terraform, spec: { source: { store: s }, outputs: [id] } } }\n'
    expect(imported(text)).toContain('outputs: [id, url]')
    expect(findings(text)).toEqual([
      expect.stringContaining('3:64: note: Added the outputs "url" to grain "db"'),
    ])
  })

  test('a password in an address is not repeated', () => {
    const text =
      'spec_version: 2\ngrains: { a: { kind: terraform, spec: { source: { path: "https://joe:s3cret@git.example.com/x/repo.git" } } } }\n'
    expect(imported(text) + findings(text).join('')).not.toContain('s3cret')
    expect(imported(text)).toContain('store: repo')
  })
})

describe('isTorqueBlueprint', () => {
  test('a version alone is enough in a folder of blueprints, elsewhere there must be grains', () => {
    expect(isTorqueBlueprint('blueprints/a.yaml', 'spec_version: 2\n')).toBe(true)
    expect(isTorqueBlueprint('a.yaml', 'spec_version: 2\n')).toBe(false)
    expect(isTorqueBlueprint('a.yaml', 'spec_version: 2\ngrains:\n')).toBe(true)
    expect(isTorqueBlueprint('blueprints/a.yaml', 'kind: Service\n')).toBe(false)
  })
})
