import type { ImportRunStateView } from '@groundplan/api-client'

/** The report of a finished import. */
export type ImportReport = Extract<ImportRunStateView, { status: 'finished' }>['report']
