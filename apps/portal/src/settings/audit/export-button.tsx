import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { describeApiError } from '../../api/api-error.ts'
import { useTRPCClient } from '../../api/trpc.ts'
import { IconDownload } from '../../icons/icons.ts'
import { saveFile } from '../../layout/save-file.ts'
import { readEvents, type AuditFilter } from './read-events.ts'

export interface ExportButtonProps {
  readonly filter: AuditFilter
  readonly isFiltered: boolean
}

/** Saves the events that are shown, with everything that the hashes cover, one in each line. */
export function ExportButton({ filter, isFiltered }: ExportButtonProps) {
  const client = useTRPCClient()
  const [count, setCount] = useState(0)
  const save = useMutation({
    mutationFn: async () => {
      setCount(0)
      const parts: string[] = []
      let events = 0
      const { signal } = new AbortController()
      for await (const page of readEvents(client, { filter, signal })) {
        parts.push(page.map((event) => `${JSON.stringify(event)}\n`).join(''))
        setCount((events += page.length))
      }
      saveFile(parts, {
        name: filter.account ? 'audit-account.jsonl' : 'audit.jsonl',
        type: 'application/jsonl',
      })
      return events
    },
    onSuccess: (events) =>
      notifications.show({
        ...{ color: 'teal', role: 'status' },
        message: `Exported ${events === 1 ? '1 event' : `${events} events`}.`,
      }),
    onError: (error) => {
      const { message, hint } = describeApiError(error)
      notifications.show({ color: 'red', title: message, message: hint, role: 'alert' })
    },
  })
  return (
    <Button
      variant="default"
      aria-disabled={save.isPending}
      leftSection={<IconDownload size={17} aria-hidden />}
      onClick={() => save.isPending || save.mutate()}
    >
      {save.isPending ? `Exporting… ${count}` : isFiltered ? 'Export these events' : 'Export'}
    </Button>
  )
}
