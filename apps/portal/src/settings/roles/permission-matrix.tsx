import { permissionNames, permissions } from '@groundplan/access'
import type { RoleView } from '@groundplan/api-client'
import { IconCheck } from '../../icons/icons.ts'
import { Panel } from '../../layout/panel.tsx'
import classes from './permission-matrix.module.css'

/** Which role permits what: a row for each permission. */
export function PermissionMatrix({ roles }: { readonly roles: readonly RoleView[] }) {
  const held = new Map(roles.map(({ name, permissions: own }) => [name, new Set(own)]))
  return (
    <Panel title="Permissions" flush>
      {/* A region that scrolls has to be reachable by keyboard. */}
      <div className={classes.scroll} role="region" aria-label="Permissions of each role" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Permission</th>
              {roles.map(({ name, title }) => (
                <th key={name} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissionNames.map((permission) => (
              <tr key={permission}>
                <th scope="row">
                  <span>{permissions[permission].allows}</span>
                  <code>{permission}</code>
                </th>
                {roles.map(({ name }) => (
                  <td key={name}>
                    {held.get(name)?.has(permission) === true ? (
                      <>
                        <IconCheck size={17} stroke={2.2} aria-hidden />
                        <span className="visually-hidden">Yes</span>
                      </>
                    ) : (
                      <span className="visually-hidden">No</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
