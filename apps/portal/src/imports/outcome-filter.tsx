import type { ImportReport } from './import-report.ts'
import classes from './outcome-filter.module.css'

const outcomes = ['new', 'updated', 'waiting', 'unchanged', 'skipped', 'failed'] as const
export type OutcomeChoice = (typeof outcomes)[number] | 'all'

export interface OutcomeFilterProps {
  readonly modules: ImportReport['modules']
  readonly value: OutcomeChoice
  readonly onChange: (choice: OutcomeChoice) => void
}

/** How many modules had each outcome; each count narrows the table to its modules. */
export function OutcomeFilter({ modules, value, onChange }: OutcomeFilterProps) {
  const choices = (['all', ...outcomes] as const).map((choice) => ({
    choice,
    count: choice === 'all' ? modules.length : modules.filter(({ outcome }) => outcome === choice).length,
  }))
  // Modules only wait where a repository limits its open pull requests.
  const shown = choices.filter(({ choice, count }) => choice !== 'waiting' || count > 0)
  return (
    <div className={classes.root} role="group" aria-label="Show modules by outcome">
      {shown.map(({ choice, count }) => (
        <button
          key={choice}
          type="button"
          className={classes.tile}
          aria-pressed={value === choice}
          disabled={count === 0}
          data-outcome={choice}
          onClick={() => onChange(choice)}
        >
          <span className={classes.count}>{count}</span>
          <span className={classes.label}>{choice}</span>
        </button>
      ))}
    </div>
  )
}
