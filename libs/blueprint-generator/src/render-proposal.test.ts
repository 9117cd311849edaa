import { describe, expect, test } from 'vitest'
import { readRichModule } from './__fixtures__/rich-module.ts'
import { generateBlueprint } from './generate-blueprint.ts'
import { toModuleView, type ModuleView } from './module-view.ts'
import { renderProposalBody, renderProposalTitle } from './render-proposal.ts'
import { renderReadme } from './render-readme.ts'

const source = {
  store: 'modules',
  path: 'modules/broker',
  commit: '0123456789abcdef0123456789abcdef01234567',
  address: 'https://github.com/northbank/modules',
}

async function viewOf(changes: Partial<ModuleView> = {}): Promise<ModuleView> {
  const module = await readRichModule()
  return { ...toModuleView(module, generateBlueprint(module, 'message-broker', source), source), ...changes }
}

describe('renderReadme', () => {
  test('lists inputs, outputs and resources', async () => {
    expect(renderReadme(await viewOf())).toMatchInlineSnapshot(`
      "# Message broker

      Runs a broker for events: queues, topics # and dead letters.

      Terraform module \`modules/broker\` of \`modules\` at commit \`0123456789\`, for Terraform \`>= 1.6, < 2.0\`.

      ## Inputs
      | Name | Type | Default | Accepts | Description |
      | --- | --- | --- | --- | --- |
      | \`name\` | \`string\` | **required** | at most 20 characters; matching \`^[a-z\\|-]+$\` | Name of the broker: lower-case, no #hash. |
      | \`engine\` | \`string\` | \`"3.13"\` | one of 3.12, 3.13 |  |
      | \`nodes\` | \`number\` | \`1\` | 1 to 5; a whole number | How many nodes: - 1 for tests \\| 3 for &lt;production> |
      | \`public\` | \`bool\` | **required** |  |  |
      | \`listeners\` | \`list(object({ port = number, protocol = optional(string, "amqp"), cidrs = optional(set(string), []) }))\` | \`[{"port":5671}]\` |  | Who may connect. |
      | \`on\` | \`string\` | \`"no"\` |  |  |
      | \`password\` (secret) | \`string\` |  |  |  |
      | \`token\` (not stored) | \`string\` | **required** |  |  |
      | \`window\` | \`string\` |  |  |  |
      | \`tags\` | \`map(string)\` | \`{}\` |  |  |

      ## Provider settings
      | Configuration | Settings | From the space |
      | --- | --- | --- |
      | \`aws\` |  | \`region\` |

      ## Outputs
      | Name | Description |
      | --- | --- |
      | \`endpoint\` | Address \\| port. |
      | \`admin_password\` (secret) |  |

      ## Creates
      - \`aws_mq_broker\`
      - \`aws_security_group\` × 2
      - module \`key\` from \`example/kms/aws\`
      - module \`plug-in\`
      "
    `)
  })

  test('what reads an input is not set already, even where the input has another name', async () => {
    const module = await readRichModule()
    const blueprint = generateBlueprint(module, 'message-broker', source)
    const [grain] = Object.values(blueprint.grains)
    if (grain?.kind !== 'terraform') throw new Error('The grain is no Terraform.')
    grain.spec.inputs = [
      { owner: '{{ .inputs.identifier }}' },
      { names: { all: ['{{ environmentName }}-{{ .inputs.identifier }}'] } },
      { every: '{{ .inputs | json }}' },
      { environment: '{{ environmentName }}' },
      { count: 3 },
    ]
    expect(toModuleView(module, blueprint, source).constants).toEqual([
      { name: 'environment', value: '"{{ environmentName }}"' },
      { name: 'count', value: '3' },
    ])
  })

  test('lists preset values', async () => {
    const text = renderReadme(await viewOf({ constants: [{ name: 'region', value: '"eu-west-1"' }] }))
    expect(text).toContain(
      '\n\n## Preset values\n| Name | Value |\n| --- | --- |\n| `region` | `"eu-west-1"` |\n\n## Provider settings\n',
    )
  })

  test('states that a module has no inputs or outputs', async () => {
    const empty = {
      inputs: [],
      outputs: [],
      resources: [],
      moduleCalls: [],
      description: undefined,
      requiredTerraform: undefined,
    }
    expect(renderReadme(await viewOf(empty))).toMatchInlineSnapshot(`
      "# Message broker

      Terraform module \`modules/broker\` of \`modules\` at commit \`0123456789\`.

      ## Inputs
      None.

      ## Provider settings
      | Configuration | Settings | From the space |
      | --- | --- | --- |
      | \`aws\` |  | \`region\` |

      ## Outputs
      None.

      ## Creates
      No resources.
      "
    `)
  })

  test('foreign text never breaks out of its cell', async () => {
    const hostile = 'a | b\r\n| c |\r`d` ``e`` <script> \\'
    const input = {
      name: 'a',
      type: hostile,
      required: false,
      sensitive: false,
      ephemeral: false,
      default: hostile,
      description: hostile,
      accepts: hostile,
      pattern: hostile,
    }
    const text = renderReadme(await viewOf({ inputs: [input] }))
    const row = text.split(/[\r\n]/).find((line) => line.startsWith('| `a`'))
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(7)
    expect(row).not.toContain('`d` ``e`` <script> \\ |')
    expect(row).toContain('``` a \\| b \\| c \\| `d` ``e`` <script> \\ ```')
  })

  test('texts of any size are rendered', async () => {
    const large = '`x` \n'.repeat(200_000)
    const input = {
      name: 'a',
      type: 'any',
      required: false,
      sensitive: false,
      ephemeral: false,
      default: large,
      description: `${' '.repeat(1_000_000)}x`,
      accepts: undefined,
      pattern: undefined,
    }
    expect(renderReadme(await viewOf({ inputs: [input] }))).toContain('| x |')
  })
})

describe('renderProposalBody', () => {
  test('is a pull request that a reviewer can judge', async () => {
    const view = { ...(await viewOf()), name: 'message-broker', kind: 'new' } as const
    expect(renderProposalTitle(view)).toBe('Add blueprint message-broker')
    expect(renderProposalBody(view)).toMatchInlineSnapshot(`
      "Adds the blueprint \`message-broker\` to the catalog, generated from the Terraform module [\`modules/broker\`](https://github.com/northbank/modules/tree/0123456789abcdef0123456789abcdef01234567/modules/broker) in [modules](https://github.com/northbank/modules).

      Runs a broker for events: queues, topics # and dead letters.

      | | |
      | --- | --- |
      | Commit | [\`0123456789\`](https://github.com/northbank/modules/commit/0123456789abcdef0123456789abcdef01234567) |
      | Launch | Not possible, see below |
      | Required inputs | \`name\`, \`public\`, \`token\` |
      | Terraform | \`>= 1.6, < 2.0\` |

      ## Before launch

      - The source of module "plug-in" must be a constant. ([\`modules/broker/main.tf:24\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/main.tf#L24))
      - The type of variable "on" is in quotes, as in Terraform 0.11. Remove the quotes. ([\`modules/broker/variables.tf:56\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L56))
      - Variable "token" is ephemeral and required. Environments do not store its value, so every plan and apply asks for it. ([\`modules/broker/variables.tf:66\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L66))
      - The provider aws needs a region, which the module does not configure. The space provides region.

      ## Findings

      - [\`modules/broker/variables.tf:56\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L56): warning: Variable "on" uses the type syntax of Terraform 0.11. (Remove the quotes and add the element type.)

      [//]: # (groundplan:fold 10 inputs, 3 required)

      ## Inputs

      | Name | Type | Default | Accepts | Description |
      | --- | --- | --- | --- | --- |
      | [\`name\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L2) | \`string\` | **required** | at most 20 characters; matching \`^[a-z\\|-]+$\` | Name of the broker: lower-case, no #hash. |
      | [\`engine\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L15) | \`string\` | \`"3.13"\` | one of 3.12, 3.13 |  |
      | [\`nodes\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L24) | \`number\` | \`1\` | 1 to 5; a whole number | How many nodes: - 1 for tests \\| 3 for &lt;production> |
      | [\`public\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L37) | \`bool\` | **required** |  |  |
      | [\`listeners\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L41) | \`list(object({ port = number, protocol = optional(string, "amqp"), cidrs = optional(set(string), []) }))\` | \`[{"port":5671}]\` |  | Who may connect. |
      | [\`on\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L55) | \`string\` | \`"no"\` |  |  |
      | [\`password\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L60) (secret) | \`string\` |  |  |  |
      | [\`token\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L66) (not stored) | \`string\` | **required** |  |  |
      | [\`window\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L71) | \`string\` |  |  |  |
      | [\`tags\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/variables.tf#L77) | \`map(string)\` | \`{}\` |  |  |

      [//]: # (groundplan:end)

      [//]: # (groundplan:fold 1 provider configuration)

      ## Provider settings

      | Configuration | Settings | From the space |
      | --- | --- | --- |
      | \`aws\` |  | \`region\` |

      [//]: # (groundplan:end)

      [//]: # (groundplan:fold 2 outputs)

      ## Outputs

      | Name | Description |
      | --- | --- |
      | [\`endpoint\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/outputs.tf#L2) | Address \\| port. |
      | [\`admin_password\`](https://github.com/northbank/modules/blob/0123456789abcdef0123456789abcdef01234567/modules/broker/outputs.tf#L7) (secret) |  |

      [//]: # (groundplan:end)

      [//]: # (groundplan:fold Creates 3 resources and 2 module calls)

      ## Creates

      - \`aws_mq_broker\`
      - \`aws_security_group\` × 2
      - module \`key\` from \`example/kms/aws\`
      - module \`plug-in\`

      [//]: # (groundplan:end)
      "
    `)
  })

  test('an update names the change that it follows', async () => {
    const view = { ...(await viewOf()), name: 'message-broker', kind: 'update' } as const
    expect(renderProposalTitle(view)).toBe('Update blueprint message-broker')
    expect(renderProposalBody(view).split('\n')[0]).toBe(
      `Updates the blueprint \`message-broker\`, generated from the Terraform module [\`modules/broker\`](https://github.com/northbank/modules/tree/${source.commit}/modules/broker) in [modules](https://github.com/northbank/modules).`,
    )
  })

  test('an address that is not for browsers is no link', async () => {
    const view = await viewOf({
      source: { ...source, address: 'git@example.com:modules.git', shortCommit: '0123456789' },
    })
    expect(renderProposalBody({ ...view, name: 'a', kind: 'new' })).toContain(
      'from the Terraform module `modules/broker` in modules (`git@example.com:modules.git`).',
    )
  })
})
