import type { ProposalView } from '@groundplan/api-client'
import { CommitId } from '../layout/commit-id.tsx'
import { FactList } from '../layout/fact-list.tsx'
import { Panel } from '../layout/panel.tsx'
import { RelativeTime } from '../layout/relative-time.tsx'
import { SourceLink } from '../layout/source-link.tsx'
import { WebLink } from '../layout/web-link.tsx'

/** Where the blueprint comes from and when. */
export function ProposalFacts({ proposal }: { readonly proposal: ProposalView }) {
  const { blueprint, source, branch, pullRequest, createdAt, updatedAt } = proposal
  return (
    <Panel>
      <FactList
        facts={[
          { label: 'Blueprint', value: <code>{blueprint}</code> },
          { label: 'Repository', value: <WebLink url={source.address}>{source.store}</WebLink> },
          { label: 'Directory', value: <SourceLink {...source} /> },
          ...(source.tag === undefined ? [] : [{ label: 'Version', value: <code>{source.tag}</code> }]),
          { label: 'Commit', value: <CommitId commit={source.commit} /> },
          { label: 'Branch', value: <code>{branch}</code> },
          ...(pullRequest === undefined
            ? []
            : [
                {
                  label: 'Pull request',
                  value: <WebLink url={pullRequest.url}>#{pullRequest.number}</WebLink>,
                },
              ]),
          { label: 'Opened', value: <RelativeTime time={createdAt} /> },
          { label: 'Updated', value: <RelativeTime time={updatedAt} /> },
        ]}
      />
    </Panel>
  )
}
