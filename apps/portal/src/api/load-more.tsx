import { Button, Center, Text } from '@mantine/core'

export interface LoadMoreProps {
  /** An infinite query. */
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly isFetchNextPageError: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
  /** Plural of what the list shows, e.g. `imports`. */
  readonly of: string
}

/** The button below a list that has more pages. It keeps the focus, so that one can press it again. */
export function LoadMore({ query, of }: LoadMoreProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  if (!hasNextPage) return null
  return (
    <Center p="md" style={{ flexDirection: 'column', gap: 8 }}>
      {isFetchNextPageError && (
        <Text size="sm" role="alert">
          Could not load more {of}. Try again.
        </Text>
      )}
      <Button
        variant="default"
        aria-disabled={isFetchingNextPage}
        onClick={() => void (isFetchingNextPage || fetchNextPage())}
      >
        {isFetchingNextPage ? 'Loading…' : `Load more ${of}`}
      </Button>
    </Center>
  )
}
