import type { BlueprintView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { CommitId } from '../layout/commit-id.tsx'
import { CopyTextButton } from '../layout/copy-text-button.tsx'
import { Panel } from '../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../layout/stack-table.tsx'

type Source = BlueprintView['sources'][number]

const columns: readonly StackTableColumn<Source>[] = [
  { label: 'Module', heading: true, render: ({ grain }) => <code>{grain}</code> },
  { label: 'Repository', render: ({ store }) => store },
  { label: 'Directory', render: ({ path }) => <code>{path}</code> },
  { label: 'Revision', render: SourceRevision },
  {
    label: 'Reference',
    render: (source) => <CopyTextButton text={printSource(source)} what={`the source of ${source.grain}`} />,
  },
]

/** Where the Terraform code of each grain lies. */
export function BlueprintSources({ blueprint }: { readonly blueprint: BlueprintView }) {
  return (
    <Panel title="Terraform source" flush>
      {blueprint.sources.length === 0 ? (
        <Text c="dimmed" p="lg">
          This version has no source.
        </Text>
      ) : (
        <StackTable
          label="Sources"
          columns={columns}
          rows={blueprint.sources}
          rowKey={({ grain }) => grain}
        />
      )}
    </Panel>
  )
}

function SourceRevision({ commit, tag, branch }: Source) {
  if (commit !== undefined) return <CommitId commit={commit} />
  if (tag !== undefined) return <>tag {tag}</>
  return branch === undefined ? 'default branch' : <>branch {branch}</>
}

function printSource({ store, path, commit, tag, branch }: Source): string {
  const revision = commit ?? tag ?? branch
  const place = path === '.' ? store : `${store}/${path}`
  return revision === undefined ? place : `${place}@${revision}`
}
