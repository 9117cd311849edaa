import type { Diagnostic } from '@groundplan/errors'
import { resolveLocalSource, type TerraformModule } from '@groundplan/terraform-module'

/** Module calls whose local source has no Terraform files in the repository: `terraform init` fails on them. */
export function findMissingModules(
  { path, moduleCalls }: Pick<TerraformModule, 'path' | 'moduleCalls'>,
  hasModule: (path: string) => boolean,
): readonly Diagnostic[] {
  return moduleCalls.flatMap(({ name, source = '', position }): readonly Diagnostic[] => {
    if (!/^\.\.?(?:\/|$)/.test(source)) return []
    const target = resolveLocalSource(path, source)
    if (target !== undefined && hasModule(target)) return []
    const where = target === undefined ? 'outside the repository' : `in ${target}/`
    return [
      {
        ...{ ...position, severity: 'warning', rule: 'missing-module' },
        message: `The module call "${name}" expects a module ${where}, where there are no Terraform files.`,
        hint: 'Terraform cannot load it. Commit the module or correct the source.',
      },
    ]
  })
}
