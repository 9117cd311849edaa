import { printDiagnostic, type Diagnostic } from '@groundplan/errors'

const quoted = /"[^"]*"/

/** One line per finding. Findings that differ only in the first quoted name share one line, at the first position. */
export function printGrouped(diagnostics: readonly Diagnostic[]): readonly string[] {
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>()
  for (const diagnostic of diagnostics) {
    const { file, severity, rule, message, hint } = diagnostic
    const key = JSON.stringify([file, severity, rule, message.replace(quoted, ''), hint])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [diagnostic])
    else group.push(diagnostic)
  }
  return [...groups.values()].map(([first, ...others]) => {
    const names = others.flatMap(({ message }) => quoted.exec(message)?.[0] ?? [])
    const also = names.length === 0 ? '' : ` The same for ${names.join(', ')}.`
    return printDiagnostic({ ...first, message: `${first.message}${also}` })
  })
}
