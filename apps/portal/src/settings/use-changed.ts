import { notifications } from '@mantine/notifications'
import { useQueryClient, type QueryKey } from '@tanstack/react-query'

interface Part {
  pathFilter(): { readonly queryKey?: QueryKey | undefined }
}

/** What a change does when it is done: lists of that part of the API are read again, and the page says what happened. */
export function useChanged(part: Part): (message: string) => Promise<void> {
  const client = useQueryClient()
  return async (message) => {
    notifications.show({ message, color: 'teal', role: 'status' })
    await client.invalidateQueries(part.pathFilter() as { readonly queryKey: QueryKey })
  }
}
