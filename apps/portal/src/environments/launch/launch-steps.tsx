import classes from './launch-steps.module.css'

const steps = [
  { name: 'form', label: 'Fill in the form' },
  { name: 'plan', label: 'Look at the plan' },
  { name: 'launch', label: 'Launch' },
] as const

/** Where in the launch one is. */
export function LaunchSteps({ current }: { readonly current: 'form' | 'plan' }) {
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map(({ name, label }, index) => (
        <li key={name} className={classes.step} aria-current={name === current ? 'step' : undefined}>
          <span className={classes.number}>{index + 1}</span> {label}
        </li>
      ))}
    </ol>
  )
}
