import { Badge, Text } from '@mantine/core'
import { DiagnosticList } from '../layout/diagnostic-list.tsx'
import { WebLink } from '../layout/web-link.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import type { StackTableColumn } from '../layout/stack-table.tsx'
import type { ImportReport } from './import-report.ts'

type Module = ImportReport['modules'][number]

const colors = {
  new: 'teal',
  updated: 'ink',
  unchanged: 'gray',
  waiting: 'yellow',
  skipped: 'gray',
  failed: 'red',
} as const

/** The columns of a table of these modules; pull requests have one where there are any. */
export function moduleColumns(modules: readonly Module[]): readonly StackTableColumn<Module>[] {
  const hasPullRequests = modules.some(({ reviewUrl }) => reviewUrl !== undefined)
  return [
    { label: 'Module', heading: true, render: ModuleName },
    { label: 'Outcome', render: ({ outcome }) => <Badge color={colors[outcome]}>{outcome}</Badge> },
    { label: 'Blueprint', render: ({ blueprint }) => blueprint && <code>{blueprint}</code> },
    { label: 'Proposal', render: ModuleProposal },
    ...(hasPullRequests ? [{ label: 'Pull request', render: ModulePullRequest }] : []),
    { label: 'Notes', breakable: true, render: ModuleNotes },
  ]
}

function ModuleName({ repository, path }: Module) {
  return (
    <>
      <code>{path === '.' ? repository : path}</code>
      {path !== '.' && (
        <Text size="xs" c="dimmed">
          {repository}
        </Text>
      )}
    </>
  )
}

function ModuleProposal({ proposal }: Module) {
  if (proposal === undefined) return undefined
  return (
    <RouterAnchor to="/proposals/$number" params={{ number: String(proposal) }}>
      #{proposal}
    </RouterAnchor>
  )
}

function ModulePullRequest({ pullRequest, reviewUrl }: Module) {
  return reviewUrl === undefined ? undefined : <WebLink url={reviewUrl}>#{pullRequest}</WebLink>
}

function ModuleNotes({ reason: stated, diagnostics, overlay = [] }: Module) {
  // The reason of a module that cannot be read is its first finding.
  const reason = diagnostics.some(({ message }) => message === stated) ? undefined : stated
  if (reason === undefined && diagnostics.length + overlay.length === 0) return undefined
  return (
    <>
      {reason !== undefined && <div>{reason}</div>}
      {overlay.map(({ file, entry, settings }) => (
        <Text key={`${file} ${entry}`} size="xs" c="dimmed">
          {file}, {entry}: {settings.join(', ')}
        </Text>
      ))}
      {diagnostics.length > 3 ? (
        <details>
          <summary>{diagnostics.length} findings</summary>
          <DiagnosticList diagnostics={diagnostics} />
        </details>
      ) : (
        diagnostics.length > 0 && <DiagnosticList diagnostics={diagnostics} />
      )}
    </>
  )
}
