import type { ImportStateView } from '@groundplan/api-client'

/** The report of a finished import. */
export type ImportReport = Extract<ImportStateView, { status: 'finished' }>['report']
