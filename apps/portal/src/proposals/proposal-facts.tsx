import type { ProposalView } from '@groundplan/api-client'
import { Anchor } from '@mantine/core'
import { CommitId } from '../layout/commit-id.tsx'
import { FactList } from '../layout/fact-list.tsx'
import { Panel } from '../layout/panel.tsx'
import { RelativeTime } from '../layout/relative-time.tsx'

/** Where the blueprint comes from and when. */
export function ProposalFacts({ proposal }: { readonly proposal: ProposalView }) {
  const { blueprint, source, branch, createdAt, updatedAt } = proposal
  return (
    <Panel>
      <FactList
        facts={[
          { label: 'Blueprint', value: <code>{blueprint}</code> },
          { label: 'Repository', value: <Repository store={source.store} address={source.address} /> },
          { label: 'Directory', value: <code>{source.path}</code> },
          { label: 'Commit', value: <CommitId commit={source.commit} /> },
          { label: 'Branch', value: <code>{branch}</code> },
          { label: 'Opened', value: <RelativeTime time={createdAt} /> },
          { label: 'Updated', value: <RelativeTime time={updatedAt} /> },
        ]}
      />
    </Panel>
  )
}

function Repository({ store, address }: { readonly store: string; readonly address: string }) {
  // Only web addresses become links; anything else that a repository's address can be is text.
  if (!/^https?:\/\//.test(address)) return <span title={address}>{store}</span>
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" size="sm">
      {store}
    </Anchor>
  )
}
