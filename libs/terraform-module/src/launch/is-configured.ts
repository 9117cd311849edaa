import type { TerraformModule } from '../module.ts'

/** True if a `provider` block has settings. Before Terraform 0.13 an empty block was how a module required its providers. */
export function isConfigured({ argumentNames }: TerraformModule['providerConfigurations'][number]): boolean {
  return argumentNames.some((name) => name !== 'version' && name !== 'alias')
}
