import { useQuery } from '@tanstack/react-query'
import { useTRPC } from './trpc.ts'

/** True if the server launches environments; false until that is known. */
export function useLaunchesEnvironments(): boolean {
  const trpc = useTRPC()
  return useQuery(trpc.about.queryOptions()).data?.launchesEnvironments ?? false
}
