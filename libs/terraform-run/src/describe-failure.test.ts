import { describe, expect, it } from 'vitest'
import { describeFailure } from './describe-failure.ts'

const error = (summary: string, detail = '') => ({ severity: 'error', summary, detail }) as const
const query = (reason: string) =>
  error(
    'Failed to query available provider packages',
    `Could not retrieve the list of available versions for provider ${reason}`,
  )

describe('Failures of Terraform', () => {
  it('name every provider that is missing, and no folder of the machine', () => {
    const azure =
      'hashicorp/azurerm: provider registry.terraform.io/hashicorp/azurerm was not found in any of the search locations\n\n  - /opt/tf-plugins'
    const aws =
      'hashicorp/aws: no available releases match the given constraints >= 5.0.0,\n>= 6.28.0\n\nTo see which modules are currently depending on hashicorp/aws and what versions are specified, run the following command:\n    terraform providers'
    const { message, hint } = describeFailure('init', [query(azure), query(aws)])
    expect(message).toBe(
      'The module needs the provider hashicorp/azurerm, which is not available here. The module needs the provider hashicorp/aws >= 5.0.0, >= 6.28.0, and no such version is available here.',
    )
    expect(hint).toMatch(/^Ask an administrator to add it .*GROUNDPLAN_PROVIDER_MIRROR[^.]*\.$/)
  })

  it('name the registry that cannot be reached, and who needs it', () => {
    const detail =
      'Failed to retrieve available versions for module "this" (../repository/context.tf:23) from registry.terraform.io: failed to request discovery document: Get "https://registry.terraform.io/.well-known/terraform.json": dial tcp: lookup registry.terraform.io on 10.0.0.53:53: no such host.'
    expect(describeFailure('init', [error('Error accessing remote module registry', detail)])).toEqual({
      message:
        'The module calls another one ("this", context.tf:23) from registry.terraform.io, which cannot be reached: no such host.',
      hint: expect.stringContaining('open the way from the workers'),
    })
  })

  it('say where the first error is, and how many there are', () => {
    const place = { file: 'main.tf', line: 3, column: 1 }
    const [bus, other] = [error("invalid value for name (cannot be 'default'):\n"), error('Odd', 'Why.')]
    expect(describeFailure('plan', [{ ...bus, place, address: 'aws_cloudwatch_event_bus.this[0]' }])).toEqual(
      {
        message:
          "terraform plan failed: aws_cloudwatch_event_bus.this[0]: invalid value for name (cannot be 'default')",
      },
    )
    expect(describeFailure('plan', [{ ...other, place }, bus]).message).toBe(
      'terraform plan failed: main.tf:3: Odd: Why. (and 1 more)',
    )
    expect(describeFailure('plan', [query('hashicorp/aws: it is Monday'), other]).message).toContain(
      'it is Monday',
    )
    expect(describeFailure('plan', []).message).toBe('terraform plan failed: It gave no reason')
  })
})
