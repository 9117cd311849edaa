import { useEffect, useState } from 'react'
import { formatExactTime, formatRelativeTime } from './format-relative-time.ts'

/** How long ago something was, kept up to date; the exact time on hovering. */
export function RelativeTime({ time }: { readonly time: string }) {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={time} title={formatExactTime(time)}>
      {formatRelativeTime(time, now)}
    </time>
  )
}
