import { nameOwnBranch } from '@groundplan/importer'

/** Name of the repository that takes the blueprints. */
export const blueprints = 'blueprints'

/** Label of its pull requests, where the host has labels. */
export const label = 'groundplan'

/** What the names of all branches that the importers push begin with. */
export const branchPrefix = 'groundplan/'

/** The branch of the dashboard, where that is no issue. */
export const dashboardBranch = nameOwnBranch('dashboard', branchPrefix)
