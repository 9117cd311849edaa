import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../session/session.ts'
import { settingsSections } from '../layout/settings-sections.ts'
import classes from './settings-layout.module.css'

/** The settings that whoever looks may see, beside the one that is open. */
export function SettingsLayout({ children }: { readonly children: ReactNode }) {
  const { permissions = [] } = useSession()
  const sections = settingsSections.filter(({ needs }) => permissions.includes(needs))
  return (
    <div className={classes.layout}>
      <nav aria-label="Settings" className={classes.nav}>
        <ul>
          {sections.map(({ to, label, Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.link} activeOptions={{ includeSearch: false }}>
                <Icon size={17} stroke={1.6} aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.content}>{children}</div>
    </div>
  )
}
