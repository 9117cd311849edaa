import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { describeApiError } from '../api/api-error.ts'
import { useTRPC } from '../api/trpc.ts'

/** Who is signed in where; says so at once when the server is away and again when it is back. */
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
        'The server cannot be reached. Trying again…'
      ) : (
        <>
          {about.data !== undefined && (
            <>
              <div>Acting as {about.data.user}</div>
              <div>Groundplan {about.data.version}</div>
            </>
          )}
        </>
      )}
    </Text>
  )
}
