import { ExactNumber } from '@groundplan/terraform-type'
import { expect, it } from 'vitest'
import { printTfvars } from './print-tfvars.ts'

it('prints values as Terraform reads them', () => {
  const values = {
    name: 'a "quoted" \\ line\nwith ${interpolation} and %{ if }',
    count: 3,
    exact: new ExactNumber('12345678901234567890.5'),
    none: null,
    enabled: true,
    zones: ['a', 'b'],
    nothing: [],
    tags: { team: 'data', 'cost center': '42', true: 'x' },
    rules: [{ port: 443 }],
    empty: {},
    'Engine version': '16',
  }
  expect(printTfvars(values)).toMatchInlineSnapshot(`
    "name = "a \\"quoted\\" \\\\ line\\nwith $\${interpolation} and %%{ if }"
    count = 3
    exact = 12345678901234567890.5
    none = null
    enabled = true
    zones = [
      "a",
      "b",
    ]
    nothing = []
    tags = {
      team = "data"
      "cost center" = "42"
      "true" = "x"
    }
    rules = [
      {
        port = 443
      },
    ]
    empty = {}
    # "Engine version" is not a valid variable name; its value is "16"
    "
  `)
})
