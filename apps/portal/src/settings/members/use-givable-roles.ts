import type { RoleView } from '@groundplan/api-client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { useSession } from '../../session/session.ts'

/** The roles that whoever looks can give others here, or everywhere: those whose permissions they have. */
export function useGivableRoles(everywhere: boolean): readonly RoleView[] {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.roles.list.queryOptions())
  const { permissions = [], accountPermissions = [] } = useSession()
  const own = new Set(everywhere ? accountPermissions : permissions)
  return (data?.items ?? []).filter((role) => role.permissions.every((permission) => own.has(permission)))
}
