import type { Diagnostic } from '@groundplan/errors'
import type { TerraformModule } from '@groundplan/terraform-module'
import { asOne } from './root-choices.ts'

/** What stands in a root module next to its module calls and has no place in a blueprint. */
export function listLostBlocks(module: TerraformModule): readonly Diagnostic[] {
  const { resources, checks, refactorings, backend, valueFiles, outputs } = module
  return [
    ...resources.map(({ mode, type, name, position }): Diagnostic => {
      const address = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`
      const message = `${address} is not inside a module call, so the composed blueprint does not include it.`
      const severity = mode === 'managed' ? 'error' : 'warning'
      return { severity, rule: 'beside', ...position, message, hint: asOne }
    }),
    ...checks.map(({ position }) => lost(position, 'A check', 'warning')),
    ...refactorings.map(({ kind, position }) =>
      lost(position, `A block "${kind}"`, kind === 'moved' ? 'note' : 'error'),
    ),
    ...outputs.flatMap(({ name, preconditions }) =>
      preconditions.map(({ position }) => lost(position, `A precondition of output "${name}"`, 'error')),
    ),
    ...(backend === undefined
      ? []
      : [
          lost(
            backend.position,
            `The ${backend.type === 'cloud' ? '"cloud" block' : `backend "${backend.type}"`}`,
            'warning',
          ),
        ]),
    ...valueFiles.map((file) => {
      const message = `Values in ${file} are not carried over; the form asks for them.`
      return { severity: 'warning', rule: 'value-file', file, message } as const
    }),
  ]
}

function lost(
  position: TerraformModule['checks'][number]['position'],
  what: string,
  severity: Diagnostic['severity'],
): Diagnostic {
  const message = `${what} is not inside a module call, so the composed blueprint does not include it.`
  return { severity, rule: 'beside', ...position, message, ...(severity === 'note' ? {} : { hint: asOne }) }
}
