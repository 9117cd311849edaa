import type { AppRouter } from '@groundplan/api-client'
import { Alert } from '@mantine/core'
import { IconFileAlert } from '../icons/icons.ts'
import type { inferRouterOutputs } from '@trpc/server'
import { DiagnosticList } from '../layout/diagnostic-list.tsx'

type Problems = inferRouterOutputs<AppRouter>['catalog']['list']['problems']

/** Files of the blueprint repository that cannot be in the catalog, and why. */
export function CatalogProblems({ problems }: { readonly problems: Problems }) {
  if (problems.length === 0) return null
  const title =
    problems.length === 1
      ? 'One file of the blueprint repository is not in the catalog'
      : `${problems.length} files of the blueprint repository are not in the catalog`
  return (
    <Alert color="yellow" icon={<IconFileAlert aria-hidden />} title={title}>
      <DiagnosticList diagnostics={problems.flatMap(({ diagnostics }) => diagnostics)} />
    </Alert>
  )
}
