import { Skeleton, Stack } from '@mantine/core'

/** Stands where a list or a page will be. */
export function LoadingRows({
  count = 5,
  height = 56,
}: {
  readonly count?: number
  readonly height?: number
}) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} radius="md" />
      ))}
    </Stack>
  )
}
