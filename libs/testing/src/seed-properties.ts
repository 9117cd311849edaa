import { configureGlobal } from 'fast-check'

/**
 * Run before every test file: property tests draw the same values each time, so that a red run can be had again. `SEED=random`
 * draws others, `SEED=<number>` those of a run that is to be had again.
 */
const { SEED = '1' } = process.env
if (SEED !== 'random') configureGlobal({ seed: Number(SEED) })
