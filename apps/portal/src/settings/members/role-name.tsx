import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'

/** What people call a role; one that no longer exists says so. */
export function RoleName({ name }: { readonly name: string }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.roles.list.queryOptions())
  if (data === undefined) return name
  const role = data.items.find((each) => each.name === name)
  return role === undefined ? `${name} (no longer exists)` : role.title
}
