import { Alert, Stack, Text } from '@mantine/core'
import { CommitId } from '../layout/commit-id.tsx'
import { Panel } from '../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../layout/stack-table.tsx'
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
          It tells what an import would do; nothing was proposed.
        </Alert>
      )}
      {failed.map(({ address, message, hint }) => (
        <Alert key={address} color="red" title={`${address} could not be read`}>
          <Text size="sm">{message}</Text>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </Alert>
      ))}
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
