import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { Panel } from '../../layout/panel.tsx'
import { GrainGraph } from '../graph/grain-graph.tsx'
import { toGraphNodes } from '../graph/to-graph-nodes.ts'

/** What the environment consists of, and how each part is. */
export function PartsPanel({ snapshot }: { readonly snapshot: EnvironmentSnapshotView }) {
  const trpc = useTRPC()
  const { environment } = snapshot
  const query = useQuery(trpc.environments.grains.queryOptions({ id: environment.id }))
  const nodes = toGraphNodes(query.data?.items ?? [], snapshot)
  if (nodes.length === 0) return null
  return (
    <Panel title="Parts">
      <GrainGraph nodes={nodes} />
    </Panel>
  )
}
