import { appEnvironmentsHistory } from './app-environments-history.ts'
import { platformModulesHistory } from './platform-modules-history.ts'
import type { SampleHistory } from './sample-history.ts'

export const sampleHistories: readonly SampleHistory[] = [platformModulesHistory, appEnvironmentsHistory]
