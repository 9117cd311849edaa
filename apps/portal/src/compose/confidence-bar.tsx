import classes from './compose.module.css'

/** The confidence in a connection, from 0 to 1, as a bar and in percent. */
export function ConfidenceBar({ confidence }: { readonly confidence: number }) {
  const percent = Math.round(confidence * 100)
  return (
    <span className={classes.confidence}>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${percent}%` }} />
      </span>
      {percent}%
    </span>
  )
}
