import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { EmptyState } from '../layout/empty-state.tsx'
import { Panel } from '../layout/panel.tsx'
import { StackTable } from '../layout/stack-table.tsx'
import type { ImportReport } from './import-report.ts'
import { moduleColumns } from './module-columns.tsx'
import { OutcomeFilter, type OutcomeChoice } from './outcome-filter.tsx'

const pageSize = 200

export interface ModuleOutcomesProps {
  readonly modules: ImportReport['modules']
  /** How long the import took. */
  readonly seconds: number
}

/** What became of each module, to be narrowed to one outcome. */
export function ModuleOutcomes({ modules, seconds }: ModuleOutcomesProps) {
  const [choice, setChoice] = useState<OutcomeChoice>('all')
  const [shown, setShown] = useState(pageSize)
  if (modules.length === 0) {
    return (
      <EmptyState title="No Terraform modules found">
        Check the addresses and the branch, tag, or commit.
      </EmptyState>
    )
  }
  // What waits has one line for each reason, above the table.
  const chosen = modules.filter(({ outcome }) =>
    choice === 'all' ? outcome !== 'waiting' : outcome === choice,
  )
  return (
    <>
      <OutcomeFilter modules={modules} value={choice} onChange={setChoice} />
      <Panel
        title="Modules"
        flush
        actions={
          <Text size="sm" c="dimmed" role="status">
            {chosen.length === modules.length ? modules.length : `${chosen.length} of ${modules.length}`}{' '}
            modules in {seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s
          </Text>
        }
      >
        <StackTable
          label="Modules"
          columns={moduleColumns(chosen)}
          rows={chosen.slice(0, shown)}
          rowKey={({ repository, path, blueprint }) => `${repository} ${path} ${blueprint ?? ''}`}
        />
        {chosen.length > shown && (
          <Button variant="subtle" fullWidth radius={0} onClick={() => setShown(shown + pageSize)}>
            Show more
          </Button>
        )}
      </Panel>
    </>
  )
}
