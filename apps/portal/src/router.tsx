import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { parseBlueprintSearch } from './catalog/blueprint-search.ts'
import { parseCatalogSearch } from './catalog/catalog-search.ts'
import { parseEnvironmentSearch } from './environments/environment-search.ts'
import { parseUpgradeSearch } from './environments/change/upgrade-search.ts'
import { parseLaunchSearch } from './environments/launch/launch-search.ts'
import { parseEnvironmentsSearch } from './environments/list/environments-search.ts'
import { parseComposeSearch } from './compose/compose-search.ts'
import { AppLayout } from './layout/app-layout.tsx'
import { CrashPage } from './layout/crash-page.tsx'
import { NotFoundPage } from './layout/not-found-page.tsx'
import { parseProposalSearch } from './proposals/proposal-search.ts'
import { parseAuditSearch } from './settings/audit/audit-search.ts'
import { parseProposalsSearch } from './proposals/proposals-search.ts'

const rootRoute = createRootRoute({
  component: AppLayout,
  notFoundComponent: NotFoundPage,
})

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/catalog', replace: true })
  },
})

const catalogRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog',
  validateSearch: parseCatalogSearch,
  component: lazyRouteComponent(() => import('./catalog/catalog-page.tsx'), 'CatalogPage'),
})

const blueprintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog/$name',
  validateSearch: parseBlueprintSearch,
  component: lazyRouteComponent(() => import('./catalog/blueprint-page.tsx'), 'BlueprintPage'),
})

const launchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/catalog/$name/launch',
  validateSearch: parseLaunchSearch,
  component: lazyRouteComponent(() => import('./environments/launch/launch-page.tsx'), 'LaunchPage'),
})

const environmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/environments',
  validateSearch: parseEnvironmentsSearch,
  component: lazyRouteComponent(
    () => import('./environments/list/environments-page.tsx'),
    'EnvironmentsPage',
  ),
})

const environmentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/environments/$id',
  validateSearch: parseEnvironmentSearch,
  component: lazyRouteComponent(() => import('./environments/environment-page.tsx'), 'EnvironmentPage'),
})

const updateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/environments/$id/update',
  component: lazyRouteComponent(() => import('./environments/change/update-page.tsx'), 'UpdatePage'),
})

const upgradeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/environments/$id/upgrade',
  validateSearch: parseUpgradeSearch,
  component: lazyRouteComponent(() => import('./environments/change/upgrade-page.tsx'), 'UpgradePage'),
})

const composeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compose',
  validateSearch: parseComposeSearch,
  component: lazyRouteComponent(() => import('./compose/compose-page.tsx'), 'ComposePage'),
})

const proposalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/proposals',
  validateSearch: parseProposalsSearch,
  component: lazyRouteComponent(() => import('./proposals/proposals-page.tsx'), 'ProposalsPage'),
})

const proposalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/proposals/$number',
  validateSearch: parseProposalSearch,
  component: lazyRouteComponent(() => import('./proposals/proposal-page.tsx'), 'ProposalPage'),
})

const importsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
})

const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports/$number',
  component: lazyRouteComponent(() => import('./imports/import-page.tsx'), 'ImportPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-index.tsx'), 'SettingsIndex'),
})

const membersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/members',
  component: lazyRouteComponent(() => import('./settings/members/members-page.tsx'), 'MembersPage'),
})

const rolesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('./settings/roles/roles-page.tsx'), 'RolesPage'),
})

const tokensRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('./settings/tokens/tokens-page.tsx'), 'TokensPage'),
})

const credentialsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/credentials',
  component: lazyRouteComponent(
    () => import('./settings/credentials/credentials-page.tsx'),
    'CredentialsPage',
  ),
})

const secretsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/secrets',
  component: lazyRouteComponent(() => import('./settings/credentials/secrets-page.tsx'), 'SecretsPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/audit',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./settings/audit/audit-page.tsx'), 'AuditPage'),
})

const jobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/jobs',
  component: lazyRouteComponent(() => import('./settings/jobs/jobs-page.tsx'), 'JobsPage'),
})

const routeTree = rootRoute.addChildren([
  indexRoute,
  catalogRoute,
  blueprintRoute,
  launchRoute,
  environmentsRoute,
  environmentRoute,
  updateRoute,
  upgradeRoute,
  composeRoute,
  proposalsRoute,
  proposalRoute,
  importsRoute,
  importRoute,
  settingsRoute,
  membersRoute,
  rolesRoute,
  tokensRoute,
  credentialsRoute,
  secretsRoute,
  auditRoute,
  jobsRoute,
])

/** The portal's addresses and the pages behind them. Each page is loaded when it is first opened. */
export function createPortalRouter() {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultErrorComponent: CrashPage,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>
  }
}
