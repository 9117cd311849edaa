import {
  IconBooks,
  IconDownload,
  IconGitPullRequest,
  IconPuzzle,
  IconServer,
  IconSettings,
} from '../icons/icons.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTRPC } from '../api/trpc.ts'
import { useSession } from '../session/session.ts'
import { useLaunchesEnvironments } from '../api/use-launches-environments.ts'
import { settingsSections } from './settings-sections.ts'
import classes from './main-nav.module.css'

const parts = [
  { to: '/catalog', label: 'Catalog', Icon: IconBooks, needs: ['catalog.read'] },
  { to: '/environments', label: 'Environments', Icon: IconServer, needs: ['environments.read'] },
  { to: '/compose', label: 'Compose', Icon: IconPuzzle, needs: ['catalog.read'] },
  { to: '/proposals', label: 'Proposals', Icon: IconGitPullRequest, needs: ['proposals.read'] },
  { to: '/imports', label: 'Imports', Icon: IconDownload, needs: ['imports.read'] },
  {
    to: '/settings',
    label: 'Settings',
    Icon: IconSettings,
    needs: settingsSections.map(({ needs }) => needs),
  },
] as const

/** The way to the parts of the portal that whoever looks may see, with how many proposals wait for review. */
export function MainNav({ onFollow }: { readonly onFollow: () => void }) {
  const { permissions = [] } = useSession()
  const launches = useLaunchesEnvironments()
  return (
    <nav aria-label="Main">
      <ul className={classes.list}>
        {parts
          .filter(({ to }) => launches || to !== '/environments')
          .filter(({ needs }) => needs.some((permission) => permissions.includes(permission)))
          .map(({ to, label, Icon }) => (
            <li key={to}>
              <Link
                to={to}
                className={classes.link}
                onClick={onFollow}
                activeOptions={{ includeSearch: false }}
              >
                <Icon size={19} stroke={1.6} aria-hidden />
                {label}
                {to === '/proposals' && <OpenProposals />}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  )
}

function OpenProposals() {
  const trpc = useTRPC()
  const open = useQuery({
    ...trpc.proposals.count.queryOptions({ status: 'open' }),
    refetchInterval: 60_000,
    select: ({ count }) => count,
  })
  if (open.data === undefined || open.data === 0) return null
  return (
    <span className={classes.count}>
      {open.data}
      <span className="visually-hidden"> open</span>
    </span>
  )
}
