import type { ImportStateView } from '@groundplan/api-client'
import { visibleText } from '@groundplan/errors'
import classes from './diagnostic-list.module.css'

type Report = Extract<ImportStateView, { status: 'finished' }>['report']
type Diagnostic = Report['modules'][number]['diagnostics'][number]

/** Findings about files, each as `file:line:column message`. */
export function DiagnosticList({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  return (
    <ul className={classes.list}>
      {diagnostics.map((diagnostic, index) => (
        <li key={index}>
          <code>{visibleText(printPlace(diagnostic), { lines: false })}</code>{' '}
          <span className={classes.severity} data-severity={diagnostic.severity}>
            {diagnostic.severity}
          </span>{' '}
          {visibleText(diagnostic.message, { lines: true })}
          {diagnostic.hint !== undefined && (
            <span className={classes.hint}> {visibleText(diagnostic.hint, { lines: true })}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function printPlace({ file, line, column }: Diagnostic): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
