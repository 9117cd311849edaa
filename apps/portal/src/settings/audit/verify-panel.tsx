import { Alert, Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ChainReport } from '@groundplan/events'
import { useState } from 'react'
import { ErrorState } from '../../api/error-state.tsx'
import { useTRPC, useTRPCClient } from '../../api/trpc.ts'
import { IconAlertTriangle, IconCircleCheck } from '../../icons/icons.ts'
import { Panel } from '../../layout/panel.tsx'
import { verifyEvents } from './verify-events.ts'

/** Whether somebody has changed, removed or reordered events. */
export function VerifyPanel({ account }: { readonly account: boolean }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const head = useQuery(trpc.audit.head.queryOptions({ account }))
  const [checked, setChecked] = useState(0)
  const verify = useMutation({
    mutationFn: () => {
      setChecked(0)
      return verifyEvents(client, { account, signal: new AbortController().signal, onProgress: setChecked })
    },
  })
  const { sequence = 0, hash = '', removedSequence = 0 } = head.data ?? {}
  return (
    <Panel>
      <Group justify="space-between" gap="md" align="flex-start">
        <div style={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Text size="sm" fw={550}>
            {sequence === 0
              ? 'Hash chain'
              : `Hash chain: ${sequence - removedSequence} events, up to ${sequence}`}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {sequence === 0 ? 'No events yet.' : <code>{hash}</code>}
          </Text>
        </div>
        {canHash && (
          <Button
            variant="default"
            size="xs"
            aria-disabled={verify.isPending}
            onClick={() => verify.isPending || verify.mutate()}
          >
            {verify.isPending ? `Verifying… ${checked}` : 'Verify'}
          </Button>
        )}
      </Group>
      {!canHash && (
        <Text size="xs" c="dimmed" mt={6}>
          Browsers compute hashes on HTTPS pages only. Use <code>groundplan audit verify</code>.
        </Text>
      )}
      {verify.error !== null && <ErrorState error={verify.error} />}
      {verify.data !== undefined && !verify.isPending && <Verdict report={verify.data} />}
    </Panel>
  )
}

const canHash = globalThis.isSecureContext

function Verdict({ report: { events, last, fault } }: { readonly report: ChainReport }) {
  const count = events === 1 ? '1 event' : `${events} events`
  if (fault !== undefined) {
    return (
      <Alert
        mt="sm"
        color="red"
        role="alert"
        icon={<IconAlertTriangle aria-hidden />}
        title="The audit log was tampered with"
      >
        <Text size="sm">
          {fault.message} {count} before that are intact.
        </Text>
      </Alert>
    )
  }
  return (
    <Alert
      mt="sm"
      color="teal"
      role="status"
      icon={<IconCircleCheck aria-hidden />}
      title={`Intact: ${count}`}
    >
      <Text size="sm">
        This browser has downloaded {count} and computed the hashes itself. To prove later that nothing has
        changed, keep the hash{last === undefined ? '' : ` of event ${last.sequence}`} in another place.
      </Text>
    </Alert>
  )
}
