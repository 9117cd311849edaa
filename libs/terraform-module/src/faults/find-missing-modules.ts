import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import { resolveLocalSource } from '../dependencies/resolve-local-source.ts'
import type { TerraformModule } from '../module.ts'

/**
 * Module calls whose local source has no Terraform files in the repository: `terraform init` fails on them. Those that lead into a
 * submodule are told apart.
 */
export function findMissingModules(
  { path, moduleCalls }: Pick<TerraformModule, 'path' | 'moduleCalls'>,
  hasModule: (path: string) => boolean,
  submodules: readonly string[] = [],
): readonly Diagnostic[] {
  return moduleCalls.flatMap(({ name, source = '', position }): readonly Diagnostic[] => {
    if (!/^\.\.?(?:\/|$)/.test(source)) return []
    const target = resolveLocalSource(path, source)
    if (target !== undefined && hasModule(target)) return []
    const submodule = submodules.find((each) => target === each || target?.startsWith(`${each}/`))
    if (submodule !== undefined) return [describeCall(name, submodule, position)]
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

function describeCall(name: string, submodule: string, position: SourcePosition): Diagnostic {
  return {
    ...{ ...position, severity: 'warning', rule: 'submodule' },
    message: `The module call "${name}" leads into the Git submodule ${submodule}, whose files are not read.`,
    hint: 'Terraform needs the submodule checked out. Changes in it do not update the blueprint until its commit here changes.',
  }
}
