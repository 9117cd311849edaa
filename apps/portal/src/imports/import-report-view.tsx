import { Alert, Stack, Text } from '@mantine/core'
import { CommitId } from '../layout/commit-id.tsx'
import { DiagnosticList } from '../layout/diagnostic-list.tsx'
import { Panel } from '../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../layout/stack-table.tsx'
import { ImportProblems } from './import-problems.tsx'
import { OnboardingNotice, SetAsideNotice } from './import-set-aside.tsx'
import type { ImportReport } from './import-report.ts'
import { ModuleOutcomes } from './module-outcomes.tsx'

type ReadRepository = Extract<ImportReport['repositories'][number], { status: 'read' }>

const columns: readonly StackTableColumn<ReadRepository>[] = [
  { label: 'Repository', heading: true, render: ({ name }) => name },
  { label: 'Address', breakable: true, render: ({ address }) => address },
  { label: 'Revision', render: ({ ref }) => <code>{ref}</code> },
  { label: 'Commit', render: ({ commit }) => <CommitId commit={commit} /> },
]

/** What an import found and did. */
export function ImportReportView({ report }: { readonly report: ImportReport }) {
  const read = report.repositories.filter((repository) => repository.status === 'read')
  const failed = report.repositories.filter((repository) => repository.status === 'failed')
  return (
    <Stack gap="lg">
      {report.dryRun && (
        <Alert color="ink" title="This was a dry run">
          This is what an import would do. Nothing was proposed.
        </Alert>
      )}
      {failed.map(({ address, message, hint }) => (
        <Alert key={address} color="red" title={`Couldn’t read ${address}`}>
          <Text size="sm">{message}</Text>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </Alert>
      ))}
      <OnboardingNotice onboarding={report.onboarding} />
      <SetAsideNotice report={report} />
      <ImportProblems problems={report.problems ?? []} />
      <SettingsFindings report={report} />
      <ModuleOutcomes modules={report.modules} seconds={report.seconds} />
      {read.length > 0 && (
        <Panel title="Repositories" flush>
          <StackTable
            label="Repositories"
            columns={columns}
            rows={read}
            rowKey={({ address, ref }) => `${address} ${ref}`}
          />
        </Panel>
      )}
    </Stack>
  )
}

/** What is wrong with the overlays, templates and owners that repositories and the company have. */
function SettingsFindings({ report }: { readonly report: ImportReport }) {
  const found = report.repositories.flatMap((repository) => {
    if (repository.status !== 'read') return []
    const { name, diagnostics = [] } = repository
    return diagnostics.map((diagnostic) => ({ ...diagnostic, file: `${name}/${diagnostic.file}` }))
  })
  const diagnostics = [...(report.diagnostics ?? []), ...found]
  if (diagnostics.length === 0) return null
  return (
    <Panel title="Settings">
      <DiagnosticList diagnostics={diagnostics} />
    </Panel>
  )
}
