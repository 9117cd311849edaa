import type { Permission } from '@groundplan/api-client'
import classes from './permission-list.module.css'

/** A few permissions by name; many as a number that opens. */
export function PermissionList({ permissions }: { readonly permissions: readonly Permission[] }) {
  const names = (
    <ul className={classes.list}>
      {permissions.map((permission) => (
        <li key={permission}>
          <code>{permission}</code>
        </li>
      ))}
    </ul>
  )
  if (permissions.length <= 3) return names
  return (
    <details>
      <summary>{permissions.length} permissions</summary>
      {names}
    </details>
  )
}
