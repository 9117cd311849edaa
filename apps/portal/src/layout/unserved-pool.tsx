import { Alert } from '@mantine/core'

/** That no worker takes what waits in a pool, and the way out. */
export function UnservedPool({ pool }: { readonly pool: string }) {
  const [title, command] =
    pool === 'default'
      ? ['No worker is running for spaces without a pool', 'groundplan serve --role worker']
      : [`No worker serves the pool “${pool}”`, `groundplan serve --role worker --pools ${pool}`]
  return (
    <Alert color="yellow" role="status" title={title}>
      Runs wait until one starts: <code>{command}</code>
    </Alert>
  )
}
