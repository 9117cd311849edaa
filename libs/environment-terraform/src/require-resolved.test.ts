import { expect, it } from 'vitest'
import { requireResolved } from './require-resolved.ts'

it('everything that a grain lacks is said at once, in words for whoever launches it', () => {
  const path = ['grains', 'net', 'spec', 'providers', 'azurerm', 'from-space', '0']
  const hint = 'Add it to the provider settings of the space.'
  const lacks = (setting: string) => ({ path, message: `The space does not provide "${setting}".`, hint })
  expect(() => requireResolved({ problems: [lacks('subscription_id'), lacks('tenant_id')] })).toThrow(
    expect.objectContaining({
      message: 'The space does not provide "subscription_id". The space does not provide "tenant_id".',
      hint,
      details: { places: [path.join('.'), path.join('.')] },
    }),
  )
  expect(() => requireResolved({ problems: [] })).not.toThrow()
})
