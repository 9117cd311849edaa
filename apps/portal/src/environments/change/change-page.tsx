import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { Checkbox, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorState } from '../../api/error-state.tsx'
import { QueryState } from '../../api/query-state.tsx'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Page } from '../../layout/page.tsx'
import { RouterAnchor, RouterButton } from '../../layout/router-links.tsx'
import { requestWords } from '../words/environment-words.ts'
import { useFollowedEnvironment } from '../use-followed-environment.ts'

export interface ChangePageProps {
  readonly id: string
  readonly kind: 'update' | 'upgrade'
  readonly lead: string
  readonly children: (snapshot: EnvironmentSnapshotView) => ReactNode
}

/** A page on which an environment is changed, for as long as that is possible. */
export function ChangePage({ id, kind, lead, children }: ChangePageProps) {
  const query = useFollowedEnvironment(id)
  const environment = query.data?.environment
  const { title } = requestWords[kind]
  const back = (
    <RouterAnchor to="/environments/$id" params={{ id }}>
      {environment?.name ?? 'Environment'}
    </RouterAnchor>
  )
  return (
    <Page
      title={title}
      documentTitle={environment === undefined ? title : `${title}: ${environment.name}`}
      trail={back}
      lead={lead}
    >
      <QueryState query={query}>
        {(snapshot) =>
          snapshot.allowedRequests.includes(kind) ? (
            <Stack gap="lg" maw={820}>
              {children(snapshot)}
            </Stack>
          ) : (
            <EmptyState
              title="This isn’t possible now"
              actions={
                <RouterButton to="/environments/$id" params={{ id }}>
                  Open the environment
                </RouterButton>
              }
            >
              Another request is in progress, the environment is not active, or your roles don’t permit it.
            </EmptyState>
          )
        }
      </QueryState>
    </Page>
  )
}

export interface ConfirmSettingsProps {
  readonly confirm: boolean
  readonly onChange: (confirm: boolean) => void
  readonly error: unknown
}

/** Whether the plan is shown before it is applied, and what went wrong with the request. */
export function ConfirmSettings({ confirm, onChange, error }: ConfirmSettingsProps) {
  return (
    <Stack gap="md" mt="xl">
      <Checkbox
        label="Show me the plan first"
        description={
          <Text span inherit>
            Nothing changes before you confirm the plan.
          </Text>
        }
        checked={confirm}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {error !== null && <ErrorState error={error} />}
    </Stack>
  )
}
