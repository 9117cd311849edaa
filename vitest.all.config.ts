import { runProjects } from './vitest.config.ts'

/** Everything, for `npm run test:all`. Long suites come first, so that none of them is alone at the end. */
export default runProjects('long', 'system', 'shared')
