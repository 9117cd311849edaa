import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { describeApiError } from '../api/api-error.ts'
import { useTRPC } from '../api/trpc.ts'

/** The name under which decisions are recorded, and the version; says when the server is away and when it is back. */
export function ServerFacts() {
  const trpc = useTRPC()
  const about = useQuery({
    ...trpc.about.queryOptions(),
    refetchInterval: ({ state }) => (state.status === 'error' ? 5000 : 60_000),
  })
  const unreachable = about.error !== null && describeApiError(about.error).kind === 'unreachable'
  return (
    <Text
      component="div"
      size="xs"
      c={unreachable ? 'var(--mantine-color-error)' : 'dimmed'}
      px="xs"
      role="status"
    >
      {unreachable ? (
        'Can’t reach the server. Retrying…'
      ) : (
        <>
          {about.data !== undefined && (
            <>
              <div>Decisions are recorded as {about.data.user}.</div>
              <div>Groundplan {about.data.version}</div>
            </>
          )}
        </>
      )}
    </Text>
  )
}
