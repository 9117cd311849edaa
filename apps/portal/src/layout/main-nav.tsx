import { IconBooks, IconDownload, IconGitPullRequest, IconPuzzle } from '../icons/icons.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTRPC } from '../api/trpc.ts'
import classes from './main-nav.module.css'

/** The way to the portal's parts, with how many proposals wait for review. */
export function MainNav({ onFollow }: { readonly onFollow: () => void }) {
  const trpc = useTRPC()
  const open = useQuery({
    ...trpc.proposals.count.queryOptions({ status: 'open' }),
    refetchInterval: 60_000,
    select: ({ count }) => count,
  })
  return (
    <nav aria-label="Main">
      <ul className={classes.list}>
        <li>
          <Link to="/catalog" className={classes.link} onClick={onFollow}>
            <IconBooks size={19} stroke={1.6} aria-hidden />
            Catalog
          </Link>
        </li>
        <li>
          <Link
            to="/compose"
            className={classes.link}
            onClick={onFollow}
            activeOptions={{ includeSearch: false }}
          >
            <IconPuzzle size={19} stroke={1.6} aria-hidden />
            Compose
          </Link>
        </li>
        <li>
          <Link
            to="/proposals"
            className={classes.link}
            onClick={onFollow}
            activeOptions={{ includeSearch: false }}
          >
            <IconGitPullRequest size={19} stroke={1.6} aria-hidden />
            Proposals
            {open.data !== undefined && open.data > 0 && (
              <span className={classes.count}>
                {open.data}
                <span className="visually-hidden"> open</span>
              </span>
            )}
          </Link>
        </li>
        <li>
          <Link to="/imports" className={classes.link} onClick={onFollow}>
            <IconDownload size={19} stroke={1.6} aria-hidden />
            Imports
          </Link>
        </li>
      </ul>
    </nav>
  )
}
