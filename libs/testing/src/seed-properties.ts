import { configureGlobal } from 'fast-check'
import { caseCount } from './case-count.ts'

/**
 * Run before every test file: property tests draw the same values each time, so that a red run can be had again. `SEED=random`
 * draws others, `SEED=<number>` those of a run that is to be had again.
 */
const { SEED = '1' } = process.env
configureGlobal({ numRuns: caseCount(100), ...(SEED === 'random' ? {} : { seed: Number(SEED) }) })
